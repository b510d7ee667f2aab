import AccessLog
import Dispatch
import Feed
import LogTail
import Pipeline
import System
import Traffic

/// Reads the past of the logs again for a filter of the screen, the newest first.
struct PastReader: Sendable {
  /// The first slice is short, so that something is shown at once; in seconds.
  private static let firstSlice = 60
  private static let slice = 300
  /// How much is read at a time, between two looks at whether it is still wanted.
  private static let pieceSize = 1 << 20

  /// Blocking reads have a thread of their own.
  private static let queue = DispatchQueue(label: "past")

  /// The files among the sources.
  let sources: [String]
  /// Whether there are other sources, which cannot be read again.
  let hasOthers: Bool
  let knowledge: LineKnowledge

  /// The logs as they are now; `nil` if some of what is read can be read only once.
  ///
  /// - Throws: `FollowError` if one of them cannot be read.
  func logs() throws(FollowError) -> PastLogs? {
    guard !hasOthers else { return nil }
    let areFiles = sources.allSatisfy { source in
      source != "-"
        && (try? FileStatus.of(source)).map { $0.kind != .stream && $0.kind != .other } ?? true
    }
    return areFiles ? try PastLogs(sources, knowledge) : nil
  }

  /// Reads what an order asks for, until all is read or it is no longer wanted.
  func read(_ order: PastOrder, in logs: PastLogs, for aggregator: Aggregator) async {
    var logs = logs
    logs.end(at: order.checkpoints.compactMap { try? FilePosition($0) })
    var end = order.span.upperBound
    var length = PastReader.firstSlice
    let interval = order.settings.timing.intervalSeconds
    while end > order.span.lowerBound {
      let start = max(
        order.span.lowerBound, (end - max(length, interval)) / interval * interval)
      let outcome = await read(start..<end, of: order, in: logs)
      switch outcome {
      case .slice(let slice, let isFirst):
        guard !Task.isCancelled, await aggregator.add(slice, to: order) else { return }
        if isFirst { return await aggregator.end(order, isAll: true) }
      case .cancelled:
        return await aggregator.end(order, isAll: false)
      case .failed(let reason):
        return await aggregator.end(order, isAll: false, failure: reason)
      }
      end = start
      length = PastReader.slice
    }
    await aggregator.end(order, isAll: false)
  }

  private enum Outcome: Sendable {
    /// `isFirst` says whether no line stands before it.
    case slice(FilteredSlice, isFirst: Bool)
    case cancelled
    case failed(String)
  }

  private func read(_ span: Range<Int>, of order: PastOrder, in logs: PastLogs) async -> Outcome {
    let stop = StopFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        PastReader.queue.async {
          continuation.resume(returning: PastReader.slice(span, of: order, in: logs, until: stop))
        }
      }
    } onCancel: {
      stop.set()
    }
  }

  private static func slice(
    _ span: Range<Int>, of order: PastOrder, in logs: PastLogs, until stop: StopFlag
  ) -> Outcome {
    var slice = FilteredSlice(span: span, order.settings)
    do {
      let (parts, gaps) = try logs.parts(of: span)
      for part in parts {
        if let pieces = try part.pieces(of: pieceSize) {
          // A hit of two lines may begin in one piece and end in another.
          let isPaired = try pieces.first?.isPaired() ?? false
          var left: SourceMemory?
          for piece in pieces {
            guard !stop.isSet else { return .cancelled }
            let (lines, memory) = try piece.read()
            let next = slice.add(lines, left ?? memory)
            if isPaired { left = next }
          }
        } else {
          var memory = order.settings.scanner.memory
          var isStopped = false
          try part.decode { lines in
            guard !isStopped else { return }
            isStopped = stop.isSet
            memory = slice.add(lines, memory)
          }
          if isStopped { return .cancelled }
        }
      }
      var beginnings = 0
      for gap in gaps {
        switch gap.kind {
        case .begins: beginnings += 1
        case .unreadable(let error): return .failed("\(gap.path): \(error)")
        }
      }
      slice.settle(before: order.firstOpen)
      return .slice(slice, isFirst: parts.isEmpty && beginnings == logs.count)
    } catch {
      return .failed("\(error)")
    }
  }
}

extension PastReader {
  /// Reads the lines that an order asks for.
  func read(_ order: LineOrder, in logs: PastLogs, for aggregator: Aggregator) async {
    let stop = StopFlag()
    let knowledge = knowledge
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        PastReader.queue.async {
          continuation.resume(
            returning: Result { () throws in
              try PastReader.lines(order, in: logs, knowledge, until: stop)
            })
        }
      }
    } onCancel: {
      stop.set()
    }
    switch result {
    case .success(let tail): await aggregator.finish(order, with: tail)
    case .failure(let error): await aggregator.finish(order, with: nil, failure: "\(error)")
    }
  }

  private static func lines(
    _ order: LineOrder, in logs: PastLogs, _ knowledge: LineKnowledge, until stop: StopFlag
  ) throws -> LineTail {
    var tail = order.tail
    for part in try logs.parts(of: order.span).parts {
      if let pieces = try part.pieces(of: pieceSize) {
        let isPaired = try pieces.first?.isPaired() ?? false
        var left: SourceMemory?
        for piece in pieces where !stop.isSet {
          let (lines, memory) = try piece.read()
          let next = tail.add(lines, left ?? memory)
          if isPaired { left = next }
        }
      } else {
        var memory = knowledge.blank
        try part.decode { if !stop.isSet { memory = tail.add($0, memory) } }
      }
    }
    tail.sort()
    return tail
  }
}

/// Whether something is no longer wanted; known on all threads.
private final class StopFlag: Sendable {
  private let mute = Mute()

  var isSet: Bool { mute.isOn }

  func set() { mute.set(true) }
}
