package import Fleet
package import LogTail
import System

/// Follows a log on another machine through the system's `ssh`, on a thread of its own.
///
/// A connection that breaks is made again, after a pause that grows, and reading goes on where it was.
package enum SshSource {
  /// What is read, and from where.
  package struct Configuration: Sendable {
    package var place: SshPlace
    /// The path of `ssh`.
    package var program: String
    package var mode: TailConfiguration.Mode
    /// How much of its time is read as context, in seconds.
    package var seconds: Int
    package var positions: [FilePosition]
    /// What a fold on the far side is asked for, which may change; `nil` where the lines are wanted.
    package var fold: (@Sendable () -> FoldRequest)?

    package init(
      _ place: SshPlace, program: String, mode: TailConfiguration.Mode, seconds: Int,
      positions: [FilePosition]
    ) {
      self.place = place
      self.program = program
      self.mode = mode
      self.seconds = seconds
      self.positions = positions
    }
  }

  /// Begins to connect.
  package static func open(
    _ configuration: Configuration, _ knowledge: LineKnowledge
  ) throws(FollowError) -> QueuedSource {
    do throws(SystemError) {
      let (queue, progress) = (ItemQueue(wakeUp: try WakeUp()), LoadProgress())
      let loop = SshLoop(configuration, knowledge, queue, progress)
      try Thread.start {
        var loop = loop
        loop.run()
      }
      return QueuedSource(queue, progress)
    } catch {
      throw .unreadable(path: configuration.place.name, reason: error)
    }
  }
}
