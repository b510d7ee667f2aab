import LogTail
private import Synchronization

/// The logs that are being read, so that another thread can end the reading.
final class FeedSlot: Sendable {
  private struct State {
    var follower: LogFollower?
    var isFinished = false
  }

  private let state = Mutex(State())

  /// Puts others in their place.
  func put(_ follower: LogFollower) {
    let isFinished = state.withLock { state in
      state.follower = follower
      return state.isFinished
    }
    if isFinished { follower.finish() }
  }

  /// Has what is there now read, and no more.
  func finish() {
    let follower = state.withLock { state in
      state.isFinished = true
      return state.follower
    }
    follower?.finish()
  }
}
