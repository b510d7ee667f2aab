import Feed
package import System

/// Finds the lines of a span of time in logs, without reading the rest of them.
///
/// In a file that is not compressed the span is found by its times; what a log was rotated to is gone
/// back through as far as the span goes.
package struct PastLogs: Sendable {
  /// A log that was named.
  private struct Log: Sendable {
    var path: String
    var file: LogFile
    var compression: Compression?
  }

  /// How far a line may be out of order, in seconds, and still be found.
  package static let disorderSeconds = EarlierLines.disorderSeconds

  private let knowledge: LineKnowledge
  private var logs: [Log] = []
  /// Where the files end that are not read to their ends.
  private var ends: [FileIdentity: Int] = [:]
  /// Whether standard input is among the sources.
  package private(set) var readsInput = false

  /// Opens the logs.
  ///
  /// - Throws: `FollowError` if one of them cannot be read.
  package init(_ sources: [String], _ knowledge: LineKnowledge) throws(FollowError) {
    self.knowledge = knowledge
    for source in sources {
      guard source != "-" else {
        readsInput = true
        continue
      }
      var paths = [source]
      if Directory.isPattern(source) {
        paths = Directory.matches(of: source).filter {
          (try? FileStatus.of($0))?.kind == .regular && !isRotation($0, of: source)
        }
        guard !paths.isEmpty else { throw .noMatch(pattern: source) }
      }
      for path in paths { try open(path) }
    }
  }

  /// Of a pattern's matches those that others were rotated to are found from these.
  private func isRotation(_ path: String, of pattern: String) -> Bool {
    Siblings.isRotation(path) {
      (try? FileStatus.of($0))?.kind == .regular && Directory.matches($0, pattern)
    }
  }

  private mutating func open(_ path: String) throws(FollowError) {
    do throws(SystemError) {
      let file = try LogFile.open(path)
      guard !logs.contains(where: { $0.file.status.identity == file.status.identity }) else {
        return
      }
      logs.append(Log(path: path, file: file, compression: try file.compression()))
    } catch .isDirectory {
      throw .isDirectory(path: path)
    } catch {
      throw .unreadable(path: path, reason: error)
    }
    if let format = logs.last?.compression, !format.isReadable {
      throw .compressed(path: path, format: format)
    }
  }

  /// How many there are.
  package var count: Int { logs.count }

  /// Has files read up to these positions, and no further.
  package mutating func end(at positions: [FilePosition]) {
    for position in positions { ends[position.identity] = position.offset }
  }

  /// The time of the last line of all logs that are not compressed; `nil` if there is none.
  ///
  /// - Complexity: a few reads of each.
  package func lastTime() throws(FollowError) -> Int? {
    var last: Int?
    for log in logs where log.compression == nil {
      do throws(SystemError) {
        let size = log.file.status.size
        let time = try scan(log.file.descriptor, before: size).lastTime(from: 0, to: size)
        last = [last, time].compactMap(\.self).max()
      } catch {
        throw .unreadable(path: log.path, reason: error)
      }
    }
    return last
  }

  /// The parts of the logs that may have lines of a span, and what is missing before them.
  package func parts(of span: Range<Int>) throws(FollowError) -> (
    parts: [PastPart], gaps: [PastGap]
  ) {
    var parts: [PastPart] = []
    var gaps: [PastGap] = []
    let named = Set(logs.map(\.file.status.identity))
    for log in logs {
      do throws(SystemError) {
        var found = try part(log.path, log.file, log.compression, span)
        parts += found.part.map { [$0] } ?? []
        let since = span.lowerBound.advanced(within: -PastLogs.disorderSeconds)
        let written = since.advanced(within: try skew(of: log))
        var rotated = EarlierParts(
          of: log.file, among: Siblings.of(log.path, in: Folders()) ?? [], isRead: named.contains)
        while found.first.map({ $0 > since }) ?? true,
          let next = rotated.next(writtenSince: written)
        {
          switch next {
          case .unreadable(let path, let error):
            gaps.append(PastGap(path: path, kind: .unreadable(error)))
          case .file(let file):
            do throws(SystemError) {
              let earlier = try part(file.path, file.file, file.compression, span)
              parts += earlier.part.map { [$0] } ?? []
              found.first = earlier.first ?? found.first
            } catch {
              gaps.append(PastGap(path: file.path, kind: .unreadable(error)))
            }
          }
        }
        if let first = found.first, first > span.lowerBound {
          gaps.append(PastGap(path: log.path, kind: .begins(first)))
        }
      } catch {
        throw .unreadable(path: log.path, reason: error)
      }
    }
    return (parts, gaps)
  }

  /// How far the clock that files get their times from is behind a log's own, in seconds, as a number that
  /// is not positive; 0 where that cannot be told.
  ///
  /// That it is ahead cannot be told: what is written behind the last hit, and any copy, is newer too.
  private func skew(of log: Log) throws(SystemError) -> Int {
    let size = log.file.status.size
    guard log.compression == nil,
      let last = try scan(log.file.descriptor, before: size).lastTime(from: 0, to: size)
    else { return 0 }
    return min(0, log.file.status.modified / 1_000_000_000 - last)
  }

  /// The logs whose last lines are not known without decoding them.
  package var compressed: [PastPart] {
    logs.compactMap { log in
      log.compression.map {
        PastPart(path: log.path, descriptor: log.file.descriptor, $0, knowledge)
      }
    }
  }

  /// The part of a file that may have lines of a span, and the time of the file's first line.
  private func part(
    _ path: String, _ file: LogFile, _ compression: Compression?, _ span: Range<Int>
  ) throws(SystemError) -> (part: PastPart?, first: Int?) {
    let since = span.lowerBound.advanced(within: -PastLogs.disorderSeconds)
    let until = span.upperBound.advanced(within: PastLogs.disorderSeconds)
    if let compression {
      let first = CompressedReader(file.descriptor, compression)
        .firstTime(knowledge)
      guard first.map({ $0 < until }) ?? true else { return (nil, first) }
      return (PastPart(path: path, descriptor: file.descriptor, compression, knowledge), first)
    }
    let size = ends[file.status.identity] ?? file.status.size
    let scan = try scan(file.descriptor, before: size)
    let first = try scan.firstTime(from: 0, to: size, knowledge)?.time
    let start = try scan.offset(ofFirstLineSince: since, from: 0, to: size)
    let end = try scan.offset(ofFirstLineSince: until, from: start, to: size)
    guard start < end else { return (nil, first) }
    return (
      PastPart(path: path, descriptor: file.descriptor, range: start..<end, knowledge), first
    )
  }

  private func scan(_ descriptor: Descriptor, before size: Int) throws(SystemError) -> LineScan {
    LineScan(
      descriptor: descriptor, knowledge, try knowledge.memory(of: descriptor, before: size))
  }
}

/// Why lines of a span may be missing.
package struct PastGap {
  package enum Kind {
    /// No line before that time is there.
    case begins(Int)
    case unreadable(SystemError)
  }

  package let path: String
  package let kind: Kind
}

extension Int {
  /// The number that much greater or less, or the last there is.
  fileprivate func advanced(within distance: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(distance)
    return overflow ? (distance > 0 ? .max : .min) : sum
  }
}
