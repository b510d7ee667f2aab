extension Theme {
  /// The style of a role in this theme.
  package func style(_ role: Role) -> Style {
    switch self {
    case .standard: Theme.standardStyle(role)
    case .light: Theme.lightStyle(role)
    case .highContrast: Theme.highContrastStyle(role)
    case .monochrome: Theme.monochromeStyle(role)
    }
  }

  /// For dark backgrounds, and readable on light ones, since not every terminal says what it has.
  private static func standardStyle(_ role: Role) -> Style {
    switch role {
    case .text: Style()
    case .strong, .title, .average: .plain(.bold)
    case .muted: .colored(245, basic: nil)
    case .border: .colored(240, basic: 4)
    case .focus: .colored(81, basic: 6, .bold)
    case .header: .filled(252, on: 236, basic: 7, on: 4)
    case .columnHead: .colored(110, basic: 6)
    case .ok: .colored(114, basic: 2)
    case .alert: .colored(203, basic: 1, .bold)
    case .okBlock: .filled(16, on: 114, basic: 0, on: 2, .bold)
    case .alertBlock: .filled(231, on: 160, basic: 7, on: 1, .bold)
    case .past: .filled(16, on: 215, basic: 0, on: 3, .bold)
    case .warning: .colored(221, basic: 3)
    case .warningBlock: .filled(16, on: 221, basic: 0, on: 3, .bold)
    case .accent: .colored(81, basic: 6)
    case .graph: .colored(73, basic: 6)
    case .graphOver: .colored(203, basic: 1)
    case .averageOnGraph: .filled(16, on: 73, basic: 0, on: 6, .bold)
    case .averageOnOver: .filled(16, on: 203, basic: 7, on: 1, .bold)
    case .graphPeak: .colored(244, basic: nil)
    case .graphErrors: .colored(209, basic: 3)
    case .graphBytes: .colored(104, basic: 5)
    case .threshold: .colored(215, basic: 3)
    case .bar: .colored(67, basic: 4)
    case .informational: .colored(152, basic: 6)
    case .successful: .colored(114, basic: 2)
    case .redirection: .colored(75, basic: 4)
    case .clientError: .colored(221, basic: 3)
    case .serverError: .colored(203, basic: 1)
    case .keyName: .colored(215, basic: 3, .bold)
    case .keyLabel: Style()
    case .prompt: .filled(255, on: 24, basic: 7, on: 4)
    case .selection: .filled(255, on: 238, basic: 0, on: 6)
    }
  }

  /// For light backgrounds.
  private static func lightStyle(_ role: Role) -> Style {
    switch role {
    case .text: Style()
    case .strong: .colored(16, basic: 0, .bold)
    case .muted: .colored(242, basic: 0)
    case .title: .colored(236, basic: 0, .bold)
    case .border: .colored(247, basic: 4)
    case .focus: .colored(25, basic: 4, .bold)
    case .header: .filled(16, on: 253, basic: 7, on: 4)
    case .columnHead: .colored(25, basic: 4)
    case .ok: .colored(28, basic: 2)
    case .alert: .colored(160, basic: 1, .bold)
    case .okBlock: .filled(231, on: 28, basic: 7, on: 2, .bold)
    case .alertBlock: .filled(231, on: 160, basic: 7, on: 1, .bold)
    case .past: .filled(16, on: 215, basic: 0, on: 3, .bold)
    case .warning: .colored(130, basic: 1)
    case .warningBlock: .filled(16, on: 221, basic: 0, on: 3, .bold)
    case .accent: .colored(25, basic: 4)
    case .graph: .colored(31, basic: 6)
    case .graphOver: .colored(160, basic: 1)
    case .average: .colored(16, basic: 0, .bold)
    case .averageOnGraph: .filled(231, on: 31, basic: 7, on: 6, .bold)
    case .averageOnOver: .filled(231, on: 160, basic: 7, on: 1, .bold)
    case .graphPeak: .colored(245, basic: nil)
    case .graphErrors: .colored(166, basic: 1)
    case .graphBytes: .colored(97, basic: 5)
    case .threshold: .colored(130, basic: 1)
    case .bar: .colored(67, basic: 4)
    case .informational: .colored(23, basic: 6)
    case .successful: .colored(28, basic: 2)
    case .redirection: .colored(25, basic: 4)
    case .clientError: .colored(130, basic: 5)
    case .serverError: .colored(160, basic: 1)
    case .keyName: .colored(130, basic: 1, .bold)
    case .keyLabel: .colored(238, basic: 0)
    case .prompt: .filled(231, on: 25, basic: 7, on: 4)
    case .selection: .filled(16, on: 153, basic: 0, on: 6)
    }
  }

  /// The terminal's own strongest colours, for bad light and tired eyes.
  private static func highContrastStyle(_ role: Role) -> Style {
    switch role {
    case .text, .muted, .border, .keyLabel, .graphPeak: .colored(15, basic: 7)
    case .strong, .title, .average: .colored(15, basic: 7, .bold)
    case .focus, .accent: .colored(14, basic: 6, .bold)
    case .header: .filled(15, on: 4, basic: 7, on: 4, .bold)
    case .columnHead: .colored(15, basic: 7, .underlined)
    case .ok, .successful: .colored(10, basic: 2, .bold)
    case .alert, .serverError, .graphOver: .colored(9, basic: 1, .bold)
    case .averageOnGraph: .filled(0, on: 14, basic: 0, on: 6, .bold)
    case .averageOnOver: .filled(15, on: 9, basic: 7, on: 1, .bold)
    case .okBlock: .filled(0, on: 10, basic: 0, on: 2, .bold)
    case .alertBlock: .filled(15, on: 9, basic: 7, on: 1, .bold)
    case .past, .warningBlock: .filled(0, on: 11, basic: 0, on: 3, .bold)
    case .warning, .clientError, .keyName, .threshold, .graphErrors:
      .colored(11, basic: 3, .bold)
    case .graph, .informational: .colored(14, basic: 6)
    case .graphBytes: .colored(13, basic: 5)
    case .bar, .redirection: .colored(14, basic: 6)
    case .prompt, .selection: .filled(0, on: 15, basic: 0, on: 7, .bold)
    }
  }

  /// Bold, reverse and underline only.
  private static func monochromeStyle(_ role: Role) -> Style {
    switch role {
    case .text, .muted, .border, .graph, .graphPeak, .bar, .graphErrors, .graphBytes, .threshold,
      .informational, .successful, .redirection, .clientError, .ok, .keyLabel:
      Style()
    case .strong, .title, .focus, .accent, .warning, .alert, .graphOver, .average, .serverError,
      .keyName:
      .plain(.bold)
    case .columnHead: .plain(.underlined)
    case .header, .okBlock, .selection, .prompt, .averageOnGraph, .averageOnOver:
      .plain(.reversed)
    case .alertBlock, .past, .warningBlock: .plain(.reversed, .bold)
    }
  }
}

extension Style {
  fileprivate enum Attribute {
    case bold
    case underlined
    case reversed
  }

  fileprivate static func plain(_ attributes: Attribute...) -> Style {
    Style().with(attributes)
  }

  fileprivate static func colored(
    _ palette: UInt8, basic: UInt8?, _ attributes: Attribute...
  ) -> Style {
    var style = Style().with(attributes)
    style.foreground = Color(palette, basic: basic)
    return style
  }

  fileprivate static func filled(
    _ foreground: UInt8, on background: UInt8, basic: UInt8, on basicBackground: UInt8,
    _ attributes: Attribute...
  ) -> Style {
    var style = Style().with(attributes)
    style.foreground = Color(foreground, basic: basic)
    style.background = Color(background, basic: basicBackground)
    return style
  }

  private func with(_ attributes: [Attribute]) -> Style {
    var style = self
    for attribute in attributes {
      switch attribute {
      case .bold: style.isBold = true
      case .underlined: style.isUnderlined = true
      case .reversed: style.isReversed = true
      }
    }
    return style
  }
}
