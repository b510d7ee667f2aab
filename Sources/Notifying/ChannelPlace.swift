/// What channels find around them.
package struct ChannelPlace: Sendable {
  /// Rings the terminal's bell; `false` if there is no terminal.
  package var ring: @Sendable () -> Bool
  /// Has the terminal obey a sequence that changes nothing on the screen; `false` if there is none.
  package var write: @Sendable ([UInt8]) -> Bool
  /// Whether the user wants to hear nothing.
  package var isMuted: @Sendable () -> Bool
  /// A variable of the environment.
  package var variable: @Sendable (String) -> String?

  package init(
    ring: @escaping @Sendable () -> Bool, write: @escaping @Sendable ([UInt8]) -> Bool,
    isMuted: @escaping @Sendable () -> Bool, variable: @escaping @Sendable (String) -> String?
  ) {
    self.ring = ring
    self.write = write
    self.isMuted = isMuted
    self.variable = variable
  }
}
