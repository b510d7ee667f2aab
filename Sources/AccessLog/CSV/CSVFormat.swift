extension LogFormat {
  /// Comma-separated values (RFC 4180) below a line of their names.
  public static let csv = LogFormat(
    name: "csv",
    layout: "comma-separated values below a line of their names, with a date, a remotehost and a "
      + "status",
    sample: csvHeader + csvLine + "\n",
    isHeader: { CSVHeader($0, $1)?.isComplete == true },
    writer: { csvWriter.line(of: $0) },
    makeReader: { CSVReader(CSVHeader($0)) })

  private static let csvHeader =
    #""remotehost","rfc931","authuser","date","request","status","bytes""# + "\n"
  private static let csvLine =
    #""192.0.2.1","-","ada",1594195830,"GET /pages/create HTTP/1.1",200,1375"#

  private static let csvWriter: SampleWriter = {
    let line = Array(csvLine.utf8)
    var reader = CSVReader(CSVHeader(Array(csvHeader.utf8)))
    return SampleWriter(line, reader.values(of: line), NamedColumn.usual, csvValues)
  }()

  static let csvValues: NamedFormat = {
    var format = NamedFormat(NamedColumn.usual)
    format.escapes = .doubledQuotes
    return format
  }()
}
