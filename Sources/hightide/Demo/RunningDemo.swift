import Kafka
import Remote
import Synchronization
import System

/// A demo of a fleet that runs on a thread of its own, until it is ended.
final class RunningDemo: Sendable {
  let metrics: KafkaPlace
  private let stop: Interruption
  private let ended: Interruption
  private static let patience = Duration.seconds(5)

  /// Starts it; `complain` is called if a role ends by itself.
  init(complain: @escaping @Sendable (String) -> Void) throws {
    _ = try KafkaLibrary.load()
    let (stop, ended) = (try Interruption(), try Interruption())
    (self.stop, self.ended) = (stop, ended)
    let demo = try KafkaDemo(until: stop)
    metrics = demo.metrics
    // Nothing else has it from here on.
    nonisolated(unsafe) let roles = demo
    try Thread.start {
      unsafe roles.run(complain: complain)
      ended.interrupt()
    }
  }

  /// Ends all roles.
  func end() {
    stop.interrupt()
    _ = ended.sleep(RunningDemo.patience)
  }
}
