import Canvas
import Foundation
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

  /// What stands side by side in one of two states looks different in every theme, in 256 colours,
  /// in 8 and without any.
  @Test(arguments: Theme.allCases)
  func statesThatStandSideBySideLookDifferent(theme: Theme) {
    let pairs: [(Role, Role)] = [
      (.ok, .alert), (.okBlock, .alertBlock), (.okBlock, .warningBlock), (.header, .past),
      (.header, .warningBlock), (.text, .selection), (.text, .prompt), (.graph, .graphOver),
      (.average, .averageOnGraph), (.title, .border), (.focus, .border), (.muted, .strong),
      (.keyName, .keyLabel), (.ok, .warning), (.text, .accent),
    ]
    for (one, other) in pairs {
      let (left, right) = (theme.style(one), theme.style(other))
      #expect(left != right, "\(one), \(other)")
      #expect(basic(left) != basic(right), "\(one), \(other) in 8 colours")
    }
  }

  /// Without colours (`NO_COLOR`, vt100) a block stays a block, whatever the theme.
  @Test(arguments: Theme.allCases)
  func blocksStandOutWithoutColours(theme: Theme) {
    let text = theme.style(.text).withoutColors
    let blocks: [Role] = [
      .selection, .prompt, .alertBlock, .okBlock, .warningBlock, .past, .header, .averageOnGraph,
    ]
    for role in blocks {
      let style = theme.style(role).withoutColors
      #expect(style.isReversed && style.foreground == nil && style.background == nil, "\(role)")
      #expect(style != text, "\(role)")
    }
    #expect(theme.style(.focus).withoutColors != theme.style(.border).withoutColors)
  }

  /// The style as it is on a terminal with 8 colours.
  private func basic(_ style: Style) -> [Int] {
    [
      style.foreground?.basic.map(Int.init) ?? -1, style.background?.basic.map(Int.init) ?? -1,
      style.isBold ? 1 : 0, style.isUnderlined ? 1 : 0, style.isReversed ? 1 : 0,
      style.isDim ? 1 : 0,
    ]
  }

  @Test(arguments: Theme.allCases)
  func standInsAreAmongEightColours(theme: Theme) {
    for role in Role.allCases {
      let style = theme.style(role)
      for color in [style.foreground, style.background].compactMap({ $0 }) {
        #expect(color.basic ?? 0 < 8, "\(role)")
      }
      // Text on its own colour could not be read.
      if let foreground = style.foreground, let background = style.background {
        #expect(foreground.palette != background.palette, "\(role)")
        #expect(foreground.basic != background.basic, "\(role)")
      }
    }
  }

  /// What stands on the background that a theme is for, or on its own, can be told from it: shapes at
  /// a ratio of 2.5 to 1, text at 4.5 to 1, as WCAG counts.
  @Test(arguments: [(Theme.standard, 16), (.light, 231)] as [(Theme, UInt8)])
  func nothingVanishesInItsBackground(theme: Theme, background: UInt8) {
    let shapes: [Role] = [
      .border, .graph, .graphOver, .graphPeak, .graphErrors, .graphBytes, .bar, .averageOnGraph,
      .averageOnOver,
    ]
    for role in Role.allCases {
      let style = theme.style(role)
      guard let color = style.foreground?.palette else { continue }
      let ratio = contrast(color, style.background?.palette ?? background)
      #expect(ratio >= (shapes.contains(role) ? 2.5 : 4.5), "\(role): \(ratio)")
    }
  }

  private func contrast(_ one: UInt8, _ other: UInt8) -> Double {
    let (low, high) = (min(light(one), light(other)), max(light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
  }

  /// The relative luminance of a colour from 16 to 255.
  private func light(_ color: UInt8) -> Double {
    let steps = [0, 95, 135, 175, 215, 255]
    let number = Int(color) - 16
    let grey = 8 + 10 * (number - 216)
    let parts =
      number < 216
      ? [steps[number / 36], steps[number / 6 % 6], steps[number % 6]] : [grey, grey, grey]
    let linear = parts.map { part in
      let value = Double(part) / 255
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
