extension LogFormat {
  /// W3C Extended Log File Format, as IIS writes it (W3C Working Draft WD-logfile-960323).
  ///
  /// Directives say what the columns are, and may say so again in the middle of a file; times are UTC.
  public static let w3c = LogFormat(
    name: "w3c",
    layout:
      "W3C Extended lines: behind a #Fields: with c-ip, sc-status, time, and date or a #Date:, "
      + "lines of those columns",
    sample: """
      #Software: Microsoft Internet Information Services 10.0
      #Version: 1.0
      #Date: 2020-07-08 08:10:30
      #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip \
      cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes time-taken
      2020-07-08 08:10:30 10.0.0.4 GET /pages/create id=5 443 ada 192.0.2.1 \
      Mozilla/5.0+(Windows+NT+10.0) http://example.com/ 200 0 0 1375 15

      """,
    directives: [W3CHeader.fieldsName, W3CHeader.dateName, W3CHeader.softwareName],
    writer: { W3CHeader.line(of: $0) }, makeReader: { W3CReader(W3CHeader($0)) })
}

extension W3CHeader {
  /// A line of the columns of the sample.
  fileprivate static func line(of hit: WrittenHit) -> [UInt8] {
    func value(_ text: String) -> String {
      text.isEmpty ? "-" : String(text.map { $0 == " " ? "+" : $0 })
    }
    let time = Zone.utc.iso8601(hit.instant).dropLast().split(separator: "T").joined(separator: " ")
    let target = hit.rubbish == nil ? hit.target : ""
    let method = hit.rubbish == nil ? hit.method : "-"
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let stem = value(parts.first.map(String.init) ?? "")
    let query = value(parts.count > 1 ? String(parts[1]) : "")
    return Array(
      ("\(time) 10.0.0.4 \(method) \(stem) \(query) 443 \(value(hit.user)) \(hit.client) "
        + "\(value(hit.userAgent)) \(value(hit.referrer)) \(hit.status) 0 0 \(hit.responseBytes) "
        + "\(hit.milliseconds)").utf8)
  }
}
