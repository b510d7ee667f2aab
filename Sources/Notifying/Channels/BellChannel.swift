package import System

/// Rings the terminal's bell.
package struct BellChannel: Channel {
  let place: ChannelPlace

  package var lasting: Duration? { .seconds(10) }

  package func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    guard !place.isMuted() else { return .skipped("muted") }
    return place.ring() ? .delivered : .failed("there is no terminal to ring")
  }
}
