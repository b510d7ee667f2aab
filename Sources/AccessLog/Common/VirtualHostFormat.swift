extension LogFormat {
  /// Common or Combined with the virtual host before it, as Debian's Apache has it in
  /// `other_vhosts_access.log`.
  public static let vhost = LogFormat(
    name: "vhost",
    layout:
      #"host[:port] client identity user [08/Jul/2020:10:10:30 +0200] "request" status bytes"#,
    sample: """
      www.example.com:443 192.0.2.1 - ada [08/Jul/2020:10:10:30 +0200] \
      "GET /pages/create HTTP/1.1" 200 1375 "http://example.com/" "Mozilla/5.0"

      """,
    writer: LayoutWriter.writer([.host, ":443 "] + combinedPieces),
    fault: LineFault.explaining([.host, " "] + commonPieces),
    makeReader: { _ in VirtualHostReader() })
}
