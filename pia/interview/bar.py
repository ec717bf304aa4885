"""The bar beside a list that scrolls: where it stands, and on which sides there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.layout import ScrollbarMargin

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.layout import WindowRenderInfo


class Bar(ScrollbarMargin):
    """A scroll bar whose arrows stand only where something is out of sight."""

    def __init__(self) -> None:
        super().__init__(display_arrows=True)

    def create_margin(self, window_render_info: WindowRenderInfo, width: int, height: int) -> StyleAndTextTuples:
        """The bar, as prompt_toolkit draws it, without the arrow of a side on which there is no more."""
        ends = {
            self.up_arrow_symbol: window_render_info.top_visible,
            self.down_arrow_symbol: window_render_info.bottom_visible,
        }
        drawn = super().create_margin(window_render_info, width, height)
        return [(part[0], " " if ends.get(part[1]) else part[1]) for part in drawn]
