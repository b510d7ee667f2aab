/// What a name of a source means that is of no file.
package enum RemoteName: Hashable, Sendable {
  case syslog(SyslogPlace)

  /// Why a name that begins as that of a remote source is none.
  package struct Mistake: Error {
    /// What is accepted.
    package let accepted: String
  }

  /// Reads a name; `nil` if it is that of a file.
  package init?(_ name: String) throws(Mistake) {
    guard RemoteName.isRemote(name) else { return nil }
    guard let place = SyslogPlace(name) else { throw Mistake(accepted: SyslogPlace.accepted) }
    self = .syslog(place)
  }

  /// Whether a name begins as that of a remote source.
  package static func isRemote(_ name: String) -> Bool { name.hasPrefix(SyslogPlace.scheme) }
}
