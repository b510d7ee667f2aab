import Synchronization

/// Whether the user wants to hear nothing; known on all threads.
final class Mute: Sendable {
  private let state = Atomic(false)

  var isOn: Bool { state.load(ordering: .relaxed) }

  func set(_ isOn: Bool) { state.store(isOn, ordering: .relaxed) }
}
