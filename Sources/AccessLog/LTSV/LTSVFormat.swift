extension LogFormat {
  /// Labeled Tab-separated Values (ltsv.org): `label:value` with tabs between them, by the labels that
  /// are recommended there, or by nginx's names of variables.
  public static let ltsv = LogFormat(
    name: "ltsv",
    layout: "LTSV lines, label:value with tabs between them, with time, host and status",
    sample: ltsvSample, writer: { ltsvWriter.line(of: $0) },
    makeReader: { _ in LTSVReader(ltsvValues) })

  private static let ltsvSample =
    [
      "time:[08/Jul/2020:10:10:30 +0200]", "host:192.0.2.1", "user:ada",
      "req:GET /pages/create HTTP/1.1", "status:200", "size:1375", "referer:http://example.com/",
      "ua:Mozilla/5.0", "reqtime:0.015", "vhost:shop.example.org",
    ].joined(separator: "\t") + "\n"

  private static let ltsvWriter: SampleWriter = {
    let line = Array(ltsvSample.utf8.dropLast())
    var reader = LTSVReader(ltsvValues)
    return SampleWriter(line, reader.values(of: line), ltsvColumns, ltsvValues)
  }()

  private static let ltsvColumns =
    [
      NamedColumn(.request, "req"), NamedColumn(.userAgent, "ua"),
      NamedColumn(.forwardedFor, "forwardedfor"), NamedColumn(.duration, "reqtime"),
      NamedColumn(.bytes, "size"), NamedColumn(.virtualHost, "vhost"),
    ] + NamedColumn.usual.filter { !$0.names.contains("host") } + [NamedColumn(.client, "host")]

  private static let ltsvValues: NamedFormat = {
    var format = NamedFormat(ltsvColumns)
    format.escapes = .none
    return format
  }()
}
