/// What a rule is called in the settings, in reports and on the screen.
package struct RuleName: Hashable, Sendable, CustomStringConvertible {
  /// The rule that the program has without any settings.
  package static let highTraffic = RuleName("high-traffic")

  package let description: String

  package init(_ name: String) { description = name }
}
