/// Common Log Format and its relatives (Apache HTTP Server, "Log Files").
extension LogFormat {
  private static let commonLayout =
    #"client identity user [08/Jul/2020:10:10:30 +0200] "request" status bytes"#

  static let commonPieces: [LayoutPiece] = [
    .client, " ", .identity, " ", .user, " [", .time(.clf), "] \"", .request, "\" ", .status, " ",
    .bytes,
  ]
  static let combinedPieces = commonPieces + [" \"", .referrer, "\" \"", .agent, "\""]

  /// `client identity user [time] "request" status bytes`; what follows is passed over.
  public static let common = LogFormat(
    name: "common", layout: commonLayout,
    sample: """
      192.0.2.1 - ada [08/Jul/2020:10:10:30 +0200] "GET /pages/create HTTP/1.1" 200 1375

      """,
    writer: LayoutWriter.writer(commonPieces),
    fault: LineFault.explaining(commonPieces),
    makeReader: { _ in CommonReader(needsCombinedFields: false) })

  /// Common with `"referrer" "user agent"` behind it; a line without both is malformed.
  ///
  /// A user who names this format wants to hear of lines that were torn, or that another server
  /// wrote.
  public static let combined = LogFormat(
    name: "combined", layout: commonLayout + #" "referrer" "user agent""#,
    sample: """
      192.0.2.1 - ada [08/Jul/2020:10:10:30 +0200] "GET /pages/create HTTP/1.1" 200 1375 \
      "http://example.com/" "Mozilla/5.0"

      """,
    wider: CommonReader(needsCombinedFields: false), writer: LayoutWriter.writer(combinedPieces),
    fault: LineFault.explaining(combinedPieces),
    makeReader: { _ in CommonReader(needsCombinedFields: true) })
}
