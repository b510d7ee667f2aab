extension LogFormat {
  /// Comma-separated values (RFC 4180) below a line of their names.
  public static let csv = LogFormat(
    name: "csv",
    layout: "comma-separated values below a line of their names, with a date, a remotehost and a "
      + "status",
    sample: #"""
      "remotehost","rfc931","authuser","date","request","status","bytes"
      "192.0.2.1","-","ada",1594195830,"GET /pages/create HTTP/1.1",200,1375

      """#,
    isHeader: { CSVHeader($0, $1)?.isComplete == true },
    makeReader: { CSVReader(CSVHeader($0)) })

  static let csvValues: NamedFormat = {
    var format = NamedFormat(NamedColumn.usual)
    format.escapes = .doubledQuotes
    return format
  }()
}
