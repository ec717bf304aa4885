"""People who sign in tests, an authority above them, and a timestamp authority on the loopback. All are invented."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

PASSPHRASE = b"example"
PEOPLE = {"author": "Example Author", "privacy-officer": "Example Officer", "approver": "Example Approver"}
"""Who signs in which field."""


def lay_out(folder: Path) -> None:
    """Write ``root.pem``, one PKCS #12 file for each of PEOPLE, and a key and certificate of a timestamp authority."""
    root_key = rsa.generate_private_key(65537, 2048)
    root = _certificate("Example Root", root_key, None, root_key)
    (folder / "root.pem").write_bytes(_pem(root))
    for field, name in PEOPLE.items():
        key = rsa.generate_private_key(65537, 2048)
        certificate = _certificate(name, key, root, root_key)
        packed = pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, [root], serialization.BestAvailableEncryption(PASSPHRASE)
        )
        (folder / f"{field}.p12").write_bytes(packed)
        (folder / f"{field}.pem").write_bytes(_pem(certificate) + _pem(root))
        (folder / f"{field}.key").write_bytes(_private(key))
    key = rsa.generate_private_key(65537, 2048)
    (folder / "tsa.pem").write_bytes(
        _pem(_certificate("Example Time", key, root, root_key, ExtendedKeyUsageOID.TIME_STAMPING))
    )
    (folder / "tsa.key").write_bytes(_private(key))
    (folder / "tsa.serial").write_text("01\n")
    (folder / "tsa.conf").write_text(
        f"[tsa]\ndefault_tsa = t\n[t]\nserial = {folder}/tsa.serial\nsigner_cert = {folder}/tsa.pem\n"
        f"certs = {folder}/root.pem\nsigner_key = {folder}/tsa.key\nsigner_digest = sha256\n"
        "default_policy = 1.2.3.4\ndigests = sha256, sha512\ness_cert_id_chain = no\n"
    )


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """A timestamp authority: OpenSSL's, behind a small server on the loopback. Its URL."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            command = ["openssl", "ts", "-reply", "-queryfile", "query.tsq", "-config", "tsa.conf", "-out", "reply.tsr"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "reply.tsr").read_bytes())

        def log_message(self, *_: object) -> None:
            """Nothing is written to the terminal."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: rsa.RSAPrivateKey,
    purpose: ObjectIdentifier | None = None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(
        digital_signature=issuer is not None,
        content_commitment=issuer is not None and purpose is None,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuer is None,
        crl_sign=issuer is None,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
