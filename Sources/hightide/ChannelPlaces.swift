import Notifying

extension ChannelPlace {
  /// Standard error, where that is a terminal.
  static var standardError: ChannelPlace {
    ChannelPlace(
      ring: { FileOutput.obey([0x07]) }, write: { FileOutput.obey($0) }, isMuted: { false },
      variable: { Surroundings.variable($0) })
  }

  /// The screen of the dashboard.
  static func screen(of program: DashboardProgram) -> ChannelPlace {
    ChannelPlace(
      ring: {
        Task { await program.ring() }
        return true
      },
      write: { bytes in
        Task { await program.obey(bytes) }
        return true
      },
      isMuted: { program.mute.isOn }, variable: { Surroundings.variable($0) })
  }
}
