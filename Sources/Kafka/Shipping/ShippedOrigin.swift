/// How far the lines of a log have been sent.
package struct ShippedOrigin: Hashable, Sendable {
  /// Made up when the log was first sent.
  package var id: UInt64
  /// How many of its lines have been sent.
  package var count: Int

  package init(id: UInt64, count: Int = 0) {
    self.id = id
    self.count = count
  }

  /// The origin of a log before its first line is sent.
  static var new: ShippedOrigin { ShippedOrigin(id: .random(in: .min ... .max)) }
}
