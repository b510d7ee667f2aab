import System
import Testing

struct WakeUpTests {
  @Test
  func wakesTheNextWaitOnceHoweverOftenItIsCalled() throws {
    let wakeUp = try WakeUp()
    wakeUp.wake()
    wakeUp.wake()
    #expect(wakeUp.wait(atMost: .seconds(60)))
    #expect(!wakeUp.wait(atMost: .zero))
  }

  @Test
  func clearingForgetsThatItWasWoken() throws {
    let wakeUp = try WakeUp()
    wakeUp.wake()
    wakeUp.clear()
    #expect(!wakeUp.wait(atMost: .zero))
  }
}
