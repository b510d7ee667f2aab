/// Takes the bytes that a report has come to so far, and leaves none behind.
package typealias TakePiece = (inout [UInt8]) -> Void

/// How much of a report is held before it is written.
package enum ReportPiece {
  /// At what size a piece is taken, in bytes.
  ///
  /// It is less than 1 KiB longer than that and a name that need not be escaped.
  package static let byteCount = 64 << 10
}

extension [UInt8] {
  /// Has a piece taken if there is enough for one.
  @inline(__always)
  mutating func offer(to takePiece: TakePiece) {
    if count >= ReportPiece.byteCount { takePiece(&self) }
  }
}
