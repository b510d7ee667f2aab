import System

/// What a name of a source means that is of no file.
package enum RemoteName: Hashable, Sendable {
  case syslog(SyslogPlace)
  /// Logs on other machines.
  case ssh([SshPlace])
  case kafka(KafkaPlace)

  /// Why a name that begins as that of a remote source is none.
  package struct Mistake: Error {
    /// What is accepted.
    package let accepted: String
  }

  /// Reads a name; `nil` if it is that of a file.
  ///
  /// Of ssh's settings the user's are read where the name asks for it.
  package init?(_ name: String) throws(Mistake) {
    if name.hasPrefix(SyslogPlace.scheme) {
      guard let place = SyslogPlace(name) else { throw Mistake(accepted: SyslogPlace.accepted) }
      self = .syslog(place)
    } else if name.hasPrefix(SshPlace.scheme) {
      guard
        let places = SshPlace.places(
          name, hosts: { SshHosts.matching($0, in: SshHosts.userSettings) })
      else { throw Mistake(accepted: SshPlace.accepted) }
      self = .ssh(places)
    } else if name.hasPrefix(KafkaPlace.scheme) {
      guard let place = KafkaPlace(name) else { throw Mistake(accepted: KafkaPlace.accepted) }
      self = .kafka(place)
    } else {
      return nil
    }
  }

  /// Whether a name begins as that of a remote source.
  package static func isRemote(_ name: String) -> Bool {
    [SyslogPlace.scheme, SshPlace.scheme, KafkaPlace.scheme].contains { name.hasPrefix($0) }
  }
}
