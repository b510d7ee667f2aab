import Canvas
import Testing

struct ThemeTests {
  @Test
  func monochromeHasNoColour() {
    for role in Role.allCases {
      let style = Theme.monochrome.style(role)
      #expect(style.foreground == nil && style.background == nil, "\(role)")
    }
  }

  @Test(arguments: Theme.allCases)
  func alarmsLookUnlikeOrdinaryText(theme: Theme) {
    let text = theme.style(.text)
    for role: Role in [.alert, .alertBlock, .past, .warningBlock, .selection, .focus, .graphOver] {
      #expect(theme.style(role) != text, "\(role)")
    }
    #expect(theme.style(.alertBlock) != theme.style(.okBlock))
  }

  @Test(arguments: Theme.allCases)
  func standInsAreAmongEightColours(theme: Theme) {
    for role in Role.allCases {
      let style = theme.style(role)
      for color in [style.foreground, style.background].compactMap({ $0 }) {
        #expect(color.basic < 8, "\(role)")
      }
      // Text on its own colour could not be read.
      if let foreground = style.foreground, let background = style.background {
        #expect(foreground.palette != background.palette, "\(role)")
        #expect(foreground.basic != background.basic, "\(role)")
      }
    }
  }
}
