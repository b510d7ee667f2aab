import Fleet
import Kafka

extension SumStamp {
  /// What a record of metrics is a state of; `nil` if its beginning cannot be read.
  init?(ofRecord bytes: [UInt8]) {
    guard let outline = MetricsRecord.Outline(of: bytes) else { return nil }
    let key = outline.key
    // Where its parts end is plain: the last one has eight bytes, and names are no longer than 255.
    var subject = [UInt8(truncatingIfNeeded: key.origin.count)] + key.origin + key.server
    for shift in 0..<8 { subject.append(UInt8(truncatingIfNeeded: key.interval >> (8 * shift))) }
    self.init(subject: subject, revision: outline.revision, isShort: outline.isShort)
  }
}
