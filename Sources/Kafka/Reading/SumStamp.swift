/// What a record of sums is a state of, and which: known without reading the sums.
package struct SumStamp: Sendable, Equatable {
  /// The origin, the server and the interval.
  package var subject: [UInt8]
  /// A greater one replaces those before.
  package var revision: Int
  /// Whether tallies are left out, so that those of an earlier revision hold.
  package var isShort: Bool

  package init(subject: [UInt8], revision: Int, isShort: Bool) {
    self.subject = subject
    self.revision = revision
    self.isShort = isShort
  }
}
