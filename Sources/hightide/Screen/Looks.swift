import LogTail
import Pipeline
import Query
import Traffic

/// The filters that the screen looks through, each with the task that reads the past for it.
struct Looks {
  let aggregator: Aggregator
  let reader: PastReader
  /// Whether the log is read to its end only once, so that nothing of it is past before that.
  let isReplay: Bool
  private var tasks: [LookPlace: Task<Void, Never>] = [:]
  private var lineTask: Task<Void, Never>?

  init(aggregator: Aggregator, reader: PastReader, isReplay: Bool) {
    self.aggregator = aggregator
    self.reader = reader
    self.isReplay = isReplay
  }

  /// Looks through another filter, or through none.
  mutating func begin(_ place: LookPlace, through filter: Filter?) {
    let before = tasks.removeValue(forKey: place)
    before?.cancel()
    let (aggregator, reader, isReplay) = (aggregator, reader, isReplay)
    tasks[place] = Task {
      // Requests come in their order.
      await before?.value
      guard let filter else {
        _ = await aggregator.look(place, through: nil)
        return
      }
      await Looks.begin(place, filter, aggregator, reader, isReplay: isReplay)
    }
  }

  /// Reads no more of the past; what has been read of it stays.
  func stopReading() {
    for task in tasks.values { task.cancel() }
  }

  /// Reads no more of the past.
  func end() {
    stopReading()
    lineTask?.cancel()
  }

  /// Shows other lines, or none.
  mutating func show(_ choice: LineChoice?) {
    let before = lineTask
    before?.cancel()
    let (aggregator, reader) = (aggregator, reader)
    lineTask = Task {
      await before?.value
      guard let order = await aggregator.watchLines(choice) else { return }
      do throws(FollowError) {
        guard let logs = try reader.logs() else { return await aggregator.finish(order, with: nil) }
        await reader.read(order, in: logs, for: aggregator)
      } catch {
        await aggregator.finish(order, with: nil, failure: "\(error)")
      }
    }
  }

  private static func begin(
    _ place: LookPlace, _ filter: Filter, _ aggregator: Aggregator, _ reader: PastReader,
    isReplay: Bool
  ) async {
    // How far files have been read is known once what was there at the start has been.
    while await !(isReplay ? aggregator.sources.isOver : aggregator.hasContext) {
      guard !Task.isCancelled else { return }
      try? await Task.sleep(for: .milliseconds(20))
    }
    do throws(FollowError) {
      // Opened first, so that no file is read to its end that grows meanwhile.
      let logs = try reader.logs()
      guard let order = await aggregator.look(place, through: filter) else { return }
      guard let logs else { return await aggregator.addRecent(to: order) }
      await reader.read(order, in: logs, for: aggregator)
    } catch {
      guard let order = await aggregator.look(place, through: filter) else { return }
      await aggregator.end(order, isAll: false, failure: "\(error)")
    }
  }
}
