private import Glibc
import Synchronization
import System
import Testing

struct ThreadTests {
  /// A fault whose signal is blocked ends the process without the handler that restores the terminal.
  @Test
  func receivesItsOwnFaultsAndNoOtherSignal() async throws {
    let blocked = await withCheckedContinuation { (done: CheckedContinuation<[Int32], Never>) in
      do {
        try Thread.start {
          var mask = sigset_t()
          unsafe pthread_sigmask(SIG_BLOCK, nil, &mask)
          done.resume(returning: (1..<32).filter { unsafe sigismember(&mask, $0) == 1 })
        }
      } catch {
        done.resume(returning: [])
      }
    }
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH] { #expect(blocked.contains(signal)) }
    for signal in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT] {
      #expect(!blocked.contains(signal))
    }
  }
}
