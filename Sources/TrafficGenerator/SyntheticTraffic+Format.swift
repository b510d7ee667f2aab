import AccessLog

extension SyntheticTraffic {
  /// Writes the line that begins at `start`, which is in the Combined format, in the format of the
  /// profile; a line that is no hit stays as it is.
  mutating func translate(from start: Int, in bytes: inout [UInt8]) {
    let line = Array(bytes[start...])
    // A directive would say what the lines behind it are.
    if line.first == UInt8(ascii: "#"), !profile.format.preamble.isEmpty {
      bytes.replaceSubrange(start..., with: "#".utf8)
      return
    }
    var parser = LineParser(format: .combined)
    guard case .hit(let hit) = unsafe parser.parse(line.span.bytes, 0..<line.count) else { return }
    bytes.removeSubrange(start...)
    bytes += profile.format.line(of: SyntheticTraffic.written(hit, line, profile))
  }

  /// What a line in the Combined format says.
  private static func written(_ hit: Hit, _ line: [UInt8], _ profile: TrafficProfile) -> WrittenHit
  {
    func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }
    var written = WrittenHit()
    written.client = text(hit.client)
    // Not all formats have a place for a name with a space.
    written.user = String(text(hit.user).filter { $0 != " " })
    written.instant = hit.instant
    written.secondsEastOfUTC = max(-86_340, min(86_340, profile.secondsEastOfUTC)) / 60 * 60
    if let request = hit.request {
      written.method = text(request.method)
      written.target = text(request.target)
      written.version = text(request.httpVersion)
    } else {
      written.rubbish = #"\x16\x03\x01\x02"#
    }
    written.status = hit.status
    written.responseBytes = hit.responseBytes
    let bytes = unsafe line.span.bytes
    written.referrer = hit.referrer(in: bytes).map(text) ?? "-"
    written.userAgent = hit.userAgent(in: bytes).map(text) ?? "-"
    written.milliseconds = 1 + hit.responseBytes % 900
    return written
  }
}
