/// How far behind what was written a source is read.
package struct SourceLag: Hashable, Sendable {
  /// How old what is read next is.
  package var seconds: Int
  package var records: Int

  package static let none = SourceLag(seconds: 0, records: 0)

  package init(seconds: Int, records: Int) {
    self.seconds = seconds
    self.records = records
  }

  package var isNone: Bool { self == .none }
}

extension SourceLag: CustomStringConvertible {
  package var description: String { "\(seconds) s (\(records) records)" }
}
