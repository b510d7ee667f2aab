/// How lines are laid out: a row of the table of formats.
///
/// Options, messages, reading and tests take a format as a value and ask it for all that differs
/// between formats. To add a format is to write its reader and its row.
public struct LogFormat: Sendable {
  /// The word in options and settings: `combined`.
  public let name: String
  /// How a line is laid out, for a person.
  public let layout: String
  /// Lines as a server writes them, for tests.
  public let sample: String
  /// The beginnings of the comments that lines cannot be read without, such as `#Fields:`.
  let directives: [[UInt8]]
  /// Makes a reader of the lines behind these directives, which are those in force, one a line.
  let makeReader: @Sendable (_ header: [UInt8]) -> any LineReader
  /// The reader of a log that was found to have this format, if it is another one: a log has
  /// lines of close relatives too.
  private let wider: (any LineReader)?
  /// Whether a log may be found to have this format: not where lines of another one look the same.
  let isFound: Bool
  /// Writes lines of the format, if it has a layout.
  private let writer: Writer?
  /// Finds out where a line fails, if the format has a layout.
  let fault: FaultFinder?

  /// Makes a line, without its newline, that says what a hit says.
  typealias Writer = @Sendable (WrittenHit) -> [UInt8]
  /// Says where a line fails, and what was expected there; `nil` where the layout says nothing of it.
  typealias FaultFinder = @Sendable (RawSpan, Range<Int>) -> LineFault?

  /// Whether a line is the header that the lines behind it cannot be read without.
  let isHeader: (@Sendable (_ bytes: RawSpan, _ line: Range<Int>) -> Bool)?
  /// In which its lines stand.
  let envelope: Envelope?
  /// All of those, the inmost first.
  let envelopes: [Envelope]
  /// Whether a record stands in two lines; see ``PairedLines``.
  let isPaired: Bool

  init(
    name: String, layout: String, sample: String, directives: [String] = [],
    isHeader: (@Sendable (_ bytes: RawSpan, _ line: Range<Int>) -> Bool)? = nil,
    envelope: Envelope? = nil, envelopes: [Envelope] = [], isPaired: Bool = false,
    wider: (any LineReader)? = nil,
    isFound: Bool = true,
    writer: Writer? = nil, fault: FaultFinder? = nil,
    makeReader: @escaping @Sendable (_ header: [UInt8]) -> any LineReader
  ) {
    self.wider = wider
    self.isHeader = isHeader
    self.envelope = envelope
    self.envelopes = envelopes
    self.isPaired = isPaired
    self.isFound = isFound
    self.writer = writer
    self.fault = fault
    self.name = name
    self.layout = layout
    self.sample = sample
    self.directives = directives.map { Array($0.utf8) }
    self.makeReader = makeReader
  }

  /// All formats, in the order in which they are listed: from the general to the particular.
  ///
  /// A line that is a hit in several is taken for one of the last of them; see ``FormatSearch``.
  public static let all: [LogFormat] = [
    common, combined, vhost, w3c, alb, elb, s3, haproxy, squid, envoy, istio, traefik,
    ingressNginx, nginxProxyManager, nginxProxyManagerStandard, heroku, aiohttp, hypercorn,
    httpServer, uwsgi, vertx, helidon, reactorNetty, icecast, varnish, json, caddy, caddyConsole,
    traefikJSON,
    envoyJSON, tomcatJSON, ecs, gcp, azure, cloudflare, pino, fastify, bunyan, restify,
    expressWinston, ltsv,
    csv,
  ]

  private static let withDirectives = all.filter { !$0.directives.isEmpty }
  static let allDirectives = withDirectives.flatMap(\.directives)

  /// The format that these directives say a log has, and a reader of the lines behind them; `nil` if they
  /// say none.
  static func told(by header: [UInt8]) -> (format: LogFormat, reader: any LineReader)? {
    for format in withDirectives {
      let reader = format.makeReader(header)
      if reader.isReady { return (format, reader) }
    }
    return nil
  }

  /// Whether a line is a comment that lines of some format cannot be read without.
  @inline(never)
  static func isDirective(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    guard case .comment(let text) = LineKind(bytes, line) else { return false }
    return allDirectives.contains { bytes.begins(text, with: $0) }
  }

  /// What stands before the first line: the directives, each with its newline.
  public var preamble: String {
    if isHeader != nil { return sample.split(separator: "\n").first.map { $0 + "\n" } ?? "" }
    return directives.isEmpty
      ? ""
      : sample.split(separator: "\n").filter { $0.hasPrefix("#") }.map { $0 + "\n" }.joined()
  }

  /// Whether lines of the format can be made up.
  public var isWritten: Bool { writer != nil }

  /// A line, without its newline, that says what a hit says; empty unless ``isWritten``.
  public func line(of hit: WrittenHit) -> [UInt8] { writer?(hit) ?? [] }

  /// Makes the reader of a log that was found to have this format.
  func makeReaderOfFound(_ header: [UInt8]) -> any LineReader {
    wider ?? makeReader(header)
  }

  /// Whether lines before a line have to be known to read it.
  var remembers: Bool {
    !directives.isEmpty || isHeader != nil || envelope?.hasParts == true
  }
}

extension LogFormat: Hashable {
  public static func == (left: LogFormat, right: LogFormat) -> Bool { left.name == right.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
