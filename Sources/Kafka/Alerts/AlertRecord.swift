/// A transition of an alert in its topic: of the records of one key only the last one is kept for long.
package struct AlertRecord: Hashable, Sendable {
  /// Names the rule, and the group behind a tab.
  package var key: [UInt8]
  /// The alert as `--json` writes it.
  package var value: [UInt8]

  package init(key: [UInt8], value: [UInt8]) {
    self.key = key
    self.value = value
  }
}
