import AccessLog
import Feed
import Kafka
import LogTail
import Remote
import System

/// `hightide ship`: sends the lines of logs to a topic.
struct ShipRun {
  private let options: ShipOptions

  init(options: ShipOptions) { self.options = options }

  /// Sends until the input or a signal ends it; returns the exit status.
  func run() -> Int32 {
    options.place.map { place in RoleRun.run { try ship(to: place, $0) } } ?? 2
  }

  private func ship(to place: KafkaPlace, _ signals: ProcessSignals) throws -> Int32 {
    _ = try KafkaLibrary.load()
    let executor = try MainThreadExecutor()
    let state = try ShipState(options.stateFile, place: place.name)
    let interruption = try Interruption()
    let current = FeedSlot()
    try signals.deliver(
      { request in
        guard case .end = request else { return }
        interruption.interrupt()
        current.finish()
      },
      // The shipper has a time limit of its own.
      abandon: { isAskedAgain in isAskedAgain ? 1 : nil })
    let shipping = ShipSession(options, place, state, current, interruption)
    // Nothing else has it.
    nonisolated(unsafe) let session = shipping
    try Thread.start { unsafe executor.end(status: session.run()) }
    return executor.run()
  }
}
