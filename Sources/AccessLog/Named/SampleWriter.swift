/// Writes lines that name their values, after the sample of their format: other values stand in the
/// places of those that are read, all else stays.
struct SampleWriter: Sendable {
  private enum Piece {
    case text(ArraySlice<UInt8>)
    /// The field, as it is written in the sample.
    case value(NamedField, DurationUnit, sample: String)
  }

  private var pieces: [Piece] = []
  private let escapes: NamedFormat.Escapes
  private let hasAbsoluteTargets: Bool

  /// Takes the sample apart, of which a reader found the values.
  init(_ sample: [UInt8], _ values: NamedValues, _ columns: [NamedColumn], _ format: NamedFormat) {
    escapes = format.escapes
    hasAbsoluteTargets = format.hasAbsoluteTargets
    let places = columns.indices.filter { values.seen & 1 << UInt64($0) != 0 }
      .sorted { values.place($0).lowerBound < values.place($1).lowerBound }
    var end = 0
    for entry in places {
      let place = values.place(entry)
      pieces.append(.text(sample[end..<place.lowerBound]))
      pieces.append(
        .value(
          columns[entry].field, columns[entry].unit,
          sample: String(decoding: sample[place], as: UTF8.self)))
      end = place.upperBound
    }
    pieces.append(.text(sample[end...]))
  }

  /// The line without its newline.
  func line(of hit: WrittenHit) -> [UInt8] {
    var line: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .text(let text): line += text
      case .value(let field, let unit, let sample):
        append(value(field, unit, sample, hit), to: &line)
      }
    }
    return line
  }

  private func value(
    _ field: NamedField, _ unit: DurationUnit, _ sample: String, _ hit: WrittenHit
  ) -> String {
    let isRequest = hit.rubbish == nil
    return switch field {
    case .time: LayoutWriter.time(like: sample, hit)
    case .client: client(hit.client, sample)
    case .status: "\(hit.status)"
    case .request: hit.rubbish ?? "\(hit.method) \(hit.target) \(hit.version)"
    case .method:
      isRequest ? (sample == sample.lowercased() ? hit.method.lowercased() : hit.method) : "-"
    case .target: isRequest ? target(hit) : "-"
    case .query: ""
    case .httpVersion: sample.hasPrefix("HTTP/") ? hit.version : String(hit.version.dropFirst(5))
    case .bytes: "\(hit.responseBytes)"
    case .user: hit.user
    case .virtualHost: hit.host
    case .forwardedFor: hit.client
    case .server: sample
    case .referrer: hit.referrer
    case .userAgent: hit.userAgent
    case .duration: duration(unit, sample, hit.milliseconds)
    }
  }

  /// With a port, if the sample has one.
  private func client(_ client: String, _ sample: String) -> String {
    guard sample.contains("."), sample.contains(":") else { return client }
    return (client.contains(":") ? "[\(client)]" : client) + ":40123"
  }

  private func target(_ hit: WrittenHit) -> String {
    hasAbsoluteTargets && hit.target.hasPrefix("/") ? "http://\(hit.host)\(hit.target)" : hit.target
  }

  private func duration(_ unit: DurationUnit, _ sample: String, _ milliseconds: Int) -> String {
    let suffix = sample.hasSuffix("s") ? "s" : ""
    return switch unit {
    case .seconds, .secondsWithPoint:
      "\(milliseconds / 1_000)." + "\(1_000 + milliseconds % 1_000)".dropFirst() + suffix
    case .milliseconds: "\(milliseconds)"
    case .microseconds: "\(milliseconds * 1_000)"
    case .nanoseconds: "\(milliseconds * 1_000_000)"
    }
  }

  /// Appends a text that has the escapes of a quoted field of the usual formats in those of this one.
  private func append(_ text: String, to line: inout [UInt8]) {
    switch escapes {
    // These have no quotes around a value.
    case .none: line += text.utf8.map { $0 == tab ? space : $0 }
    case .doubledQuotes:
      line += text.replacing("\\\"", with: "\"").replacing("\"", with: "\"\"").utf8
    case .json, .jsonBytes:
      // What is `\"` or `\\` there is so here; the others have another form.
      let bytes = Array(text.utf8)
      var index = 0
      while index < bytes.count {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        switch bytes[index] {
        case UInt8(ascii: "\\") where next == UInt8(ascii: "x") && index + 3 < bytes.count:
          line += Array("\\u00".utf8) + bytes[index + 2...index + 3]
          index += 4
        case UInt8(ascii: "\\") where next == doubleQuote || next == UInt8(ascii: "\\"):
          line += [bytes[index], next]
          index += 2
        case UInt8(ascii: "\\"), doubleQuote:
          line += [UInt8(ascii: "\\"), bytes[index]]
          index += 1
        default:
          line.append(max(space, bytes[index]))
          index += 1
        }
      }
    }
  }
}

extension LayoutWriter {
  /// The time of a hit in the form of another time.
  static func time(like sample: String, _ hit: WrittenHit) -> String {
    if sample.dropFirst(4).hasPrefix("/") { return time(.slashed, hit) }
    if sample.contains("/") {
      let text = time(.clf, hit)
      return sample.hasPrefix("[") ? "[\(text)]" : text
    }
    guard sample.contains("T") else {
      let seconds = hit.instant.seconds
      if sample.contains(".") { return "\(seconds).123" }
      return switch sample.count {
      case ..<12: "\(seconds)"
      case ..<15: "\(seconds)123"
      case ..<18: "\(seconds)123456"
      default: "\(seconds)123456789"
      }
    }
    guard sample.hasSuffix("Z") else {
      return Zone.fixed(secondsEastOfUTC: hit.secondsEastOfUTC).iso8601(hit.instant)
    }
    let text = Zone.utc.iso8601(hit.instant)
    return sample.contains(".") ? text.dropLast() + ".123Z" : text
  }
}
