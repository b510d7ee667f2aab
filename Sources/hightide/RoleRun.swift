private import Glibc
import Kafka
import LogTail
import System

/// What all roles of a fleet have in common: how they begin, and how they say what is wrong.
enum RoleRun {
  /// Runs a role, which gets the signals before any other thread is there; returns the exit status.
  static func run(_ role: (ProcessSignals) throws -> Int32) -> Int32 {
    Allocator.keepFreedMemory()
    DescriptorLimit.raise()
    // Threads inherit which signals are blocked.
    let signals = ProcessSignals(.byDefault)
    _ = signal(SIGPIPE, SIG_IGN)
    return status { try role(signals) }
  }

  /// What is returned, or the exit status of an error, which is said.
  static func status(_ body: () throws -> Int32) -> Int32 {
    do {
      return try body()
    } catch let error as FollowError {
      for error in error.each { FileOutput.complain(Advice.text(for: error)) }
    } catch let error as KafkaError {
      FileOutput.complain("\(error)")
      return error.isUsage ? 2 : 1
    } catch {
      FileOutput.complain("\(error)")
    }
    return 1
  }
}
