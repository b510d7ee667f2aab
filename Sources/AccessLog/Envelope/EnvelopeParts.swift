/// The first parts of lines that their writer split, of each stream of a source.
///
/// Part of what is remembered of a source (``SourceMemory``), as lines of their stream's byte and
/// their text. At most 64 KiB and one byte are kept of each: the line is too long then, and malformed.
struct EnvelopeParts: Sendable, Equatable {
  private static let newline = UInt8(ascii: "\n")

  private var texts: [(stream: UInt8, text: [UInt8])] = []

  init() {}

  /// Reads what ``bytes`` was.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: EnvelopeParts.newline) {
      guard let stream = line.first else { continue }
      texts.append((stream, Array(line.dropFirst())))
    }
  }

  /// The streams in the order of their bytes, so that the same parts are the same bytes.
  var bytes: [UInt8] {
    texts.sorted { $0.stream < $1.stream }.flatMap {
      [$0.stream] + $0.text + [EnvelopeParts.newline]
    }
  }

  static func == (left: EnvelopeParts, right: EnvelopeParts) -> Bool {
    left.texts.isEmpty && right.texts.isEmpty || left.bytes == right.bytes
  }

  var isEmpty: Bool { texts.isEmpty }

  /// What was written to a stream of the line that is read next.
  func text(of stream: UInt8) -> [UInt8] {
    texts.first { $0.stream == stream }?.text ?? []
  }

  /// Takes in the contents of the next line.
  mutating func learn(_ contents: EnvelopeContents, _ bytes: RawSpan) {
    let index = texts.firstIndex { $0.stream == contents.stream }
    guard contents.isPart else {
      if let index { texts.remove(at: index) }
      return
    }
    var text = index.map { texts[$0].text } ?? []
    let room = LineParser.maximumLength + 1 - text.count
    if room > 0 {
      var part: [UInt8] = []
      contents.append(bytes, to: &part)
      // A newline within a text would end the line that it is kept as.
      text += part.prefix(room).map { $0 == EnvelopeParts.newline ? space : $0 }
    }
    if let index { texts[index].text = text } else { texts.append((contents.stream, text)) }
  }
}
