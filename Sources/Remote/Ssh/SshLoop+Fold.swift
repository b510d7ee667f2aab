import Feed
import Fleet
import LogTail
import System

extension SshLoop {
  /// Whether tallies are asked for, where the far side can give them.
  ///
  /// If lines of a log were passed on before, the rest of it is read as lines too.
  var offersFold: Bool {
    guard configuration.fold != nil, !isFoldRefused else { return false }
    return fold.hasBegun || !log.hasBegun && log.lateSince == nil
  }

  /// Reads what a fold on the far side writes, as long as the connection holds; returns why it ended.
  mutating func follow(_ child: ChildTalk, _ first: [UInt8]) -> String {
    guard let wish = configuration.fold else { return "" }
    var request = wish()
    let asked = request.encoded
    request.checkpoint = fold.checkpoint
    fold.connect()
    child.send(request.encoded)
    var deadline = MachineClock.uptime + SshLoop.patience
    var bytes = first
    while !queue.isStopped {
      do throws(FarFault) {
        let items = try fold.take(bytes, at: MachineClock.uptime, wall: wall)
        if !items.isEmpty {
          pause = SshLoop.pauses.least
          if hasFailed { log.reads(as: .resumed) }
          hasFailed = false
        }
        guard put(log.takeItems() + news(items)) else { return "" }
        // One that began again from a checkpoint adds up something else from there on.
        if !items.isEmpty, wish().encoded != asked {
          child.end()
          asksAgain = true
          return ""
        }
      } catch {
        // Nothing that was said so far counts.
        if !fold.hasBegun { isFoldRefused = true }
        return error.reason
      }
      bytes = []
      while bytes.isEmpty, !queue.isStopped {
        let now = MachineClock.uptime
        if queue.isLast, finalRound == nil {
          // Anything that is said asks for the rest.
          child.send([newline])
          finalRound = now
          deadline = now + SshLoop.finishPatience
        }
        guard now < deadline else {
          child.end()
          if finalRound != nil { end = now }
          return "no answer for \(SshLoop.patience.components.seconds) s"
        }
        queue.wakeUp.wait(atMost: deadline - now, orFor: child.numbers)
        child.send([])
        do throws(SystemError) {
          bytes = try child.receive(atMost: SshLoop.readSize)
          guard !bytes.isEmpty else {
            if finalRound != nil { end = MachineClock.uptime }
            return SshCommand.failure(child.end(), child.errors, isConnected: true)
          }
        } catch {
          guard error == .wouldBlock else { return "\(error)" }
        }
      }
      if finalRound == nil { deadline = MachineClock.uptime + SshLoop.patience }
    }
    return ""
  }

  /// What is to be given: a fold that begins again catches up again, too.
  private mutating func news(_ items: [TailItem]) -> [TailItem] {
    var isFirst = true
    return items.filter { item in
      switch item {
      case .caughtUp:
        isFirst = log.catchUpElsewhere()
        return isFirst
      case .earlierEnds: return isFirst
      default: return true
      }
    }
  }
}
