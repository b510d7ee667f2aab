import Pipeline
import Synchronization
import System

/// How far the end of a run has come, for the thread that takes the signals.
final class RunEnd: Sendable {
  enum Stage: Sendable {
    case reading
    /// The state is being saved for the last time, which has no time limit.
    case saving
    /// What is left of the output is being taken by its reader.
    case delivering
    /// The channels tell what they have yet to tell.
    case telling
  }

  private struct State {
    var stage = Stage.reading
    /// When a signal asked for the end.
    var asked: Duration?
    /// When the output, or the channels, began to be waited for.
    var delivering: Duration?
    /// How often ``advice(isAskedAgain:)`` was called since.
    var looks = 0
  }

  /// How long a reader has to take what is left, from the signal on; and the channels behind it.
  private static let readersTime = Duration.seconds(2)

  private let state = Mutex(State())

  /// Records that a signal asked for the end.
  func ask() {
    state.withLock { $0.asked = $0.asked ?? MachineClock.uptime }
  }

  func enter(_ stage: Stage) {
    state.withLock { state in
      state.stage = stage
      switch stage {
      case .delivering, .telling: state.delivering = MachineClock.uptime
      case .reading, .saving: break
      }
    }
  }

  /// Whether the end was asked for, and what is waited for was not done in time.
  var isOverdue: Bool {
    state.withLock { state in
      guard let asked = state.asked, let delivering = state.delivering else { return false }
      return MachineClock.uptime - max(asked, delivering) > RunEnd.readersTime
    }
  }

  /// What to do about an end that takes long.
  enum Advice: Equatable {
    case wait
    /// Read no further: a disk or a network does not answer.
    case stopReading
    case leave(status: Int32)
  }

  /// Called when the end has taken another two seconds, or is asked for again.
  func advice(isAskedAgain: Bool) -> Advice {
    state.withLock { state in
      state.looks += 1
      if isAskedAgain { return .leave(status: 1) }
      switch state.stage {
      case .saving: return .wait
      case .reading: return state.looks == 1 ? .stopReading : .leave(status: 1)
      // The wait for the reader has its own limit, and nothing follows it.
      case .delivering, .telling: return state.looks < 4 ? .wait : .leave(status: 1)
      }
    }
  }
}
