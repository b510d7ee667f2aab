import Alerting
import Notifying
import Pipeline
import Synchronization
import System

/// The channels that are told of alerts, a thread each.
final class Notifications: Sendable {
  private struct Member {
    var settings: ChannelSettings
    let sink: CourierSink
    let queue: SinkQueue
  }

  private struct State {
    var members: [Member] = []
    /// Those of channels that are no longer in the settings.
    var leaving: [Courier] = []
  }

  let book = DeliveryBook()
  private let state = Mutex(State())
  private let options: Options
  private let place: ChannelPlace
  private let complain: @Sendable (String) -> Void
  /// Names the watch, in the keys of its notices.
  private let origin: String

  /// How long a channel that is interrupted at the end may take.
  private static let interruptedTime = Duration.seconds(3)
  /// The same of one that is taken out or changed; longer than a child that is killed lasts.
  private static let leavingTime = Duration.seconds(10)

  /// Starts the channels; `complain` is called where one of them cannot tell, and not again before it
  /// has told something.
  ///
  /// `origin` names the watch: where it is `nil`, by the machine and what it reads.
  init(
    _ options: Options, place: ChannelPlace, origin: String? = nil,
    complain: @escaping @Sendable (String) -> Void
  ) throws(SystemError) {
    self.options = options
    self.place = place
    self.complain = complain
    self.origin = origin ?? ([MachineName.current] + options.files).joined(separator: "\n")
    var members: [Member] = []
    for settings in options.channels { members.append(try start(settings)) }
    state.withLock { [members] in $0.members = members }
  }

  private func start(_ settings: ChannelSettings) throws(SystemError) -> Member {
    let courier = try Courier(
      settings.name, settings.channel(in: place), settings.effectiveSubscription, origin: origin,
      tellsHistory: options.reading == .replay, spool: spool(of: settings), book: book,
      complain: complaints(of: settings))
    let sink = CourierSink(courier)
    return Member(
      settings: settings, sink: sink, queue: try SinkQueue(sink, whenSlow: .dropOldest))
  }

  private func complaints(of settings: ChannelSettings) -> @Sendable (String) -> Void {
    let (name, complain) = (settings.name, complain)
    return { complain("\(name): \($0)") }
  }

  /// The queue of a channel beside the state; `nil` if nothing is to be kept, or can be.
  private func spool(of settings: ChannelSettings) -> Spool? {
    guard let path = options.stateFile.flatMap({ settings.queue(beside: $0) }) else { return nil }
    do throws(Spool.Mistake) {
      return try Spool(path)
    } catch {
      complaints(of: settings)("\(error)")
      return nil
    }
  }

  /// The queues that hand the channels what happens; a slow channel holds up nothing.
  var queues: [SinkQueue] { state.withLock { $0.members.map(\.queue) } }

  /// Whether the channels have told all that there was to tell so far.
  var isIdle: Bool {
    state.withLock { $0.members.allSatisfy { $0.queue.isIdle && $0.sink.courier.isIdle } }
  }

  /// Lets the channels tell what they have yet to tell, once each; interrupts them when that is overdue.
  func end(orUntil isOverdue: @Sendable () -> Bool) async {
    let couriers = state.withLock { $0.members.map(\.sink.courier) + $0.leaving }
    for courier in couriers { courier.close() }
    var interruptedAt: Duration?
    while couriers.contains(where: { !$0.hasEnded }) {
      if interruptedAt == nil, isOverdue() {
        interruptedAt = MachineClock.uptime
        for courier in couriers { courier.interrupt() }
      }
      if let interruptedAt, MachineClock.uptime - interruptedAt > Notifications.interruptedTime {
        break
      }
      do { try await Task.sleep(for: .milliseconds(5)) } catch { break }
    }
    let failed = book.counts.failed
    guard failed > 0 else { return }
    let told = book.counts.delivered
    FileOutput.complain(
      "\(failed) of \(failed + told) notices of alerts could not be told")
  }
}

// Channels that change while the program runs.
extension Notifications {
  /// Has these channels told from now on.
  ///
  /// An unchanged channel keeps running. A changed one of the same kind sends its queue with the new
  /// settings; a new one is first told of the alerts under way. A removed one tries its whole queue once;
  /// what fails stays in the queue's file, if it has one.
  func change(to channels: [ChannelSettings], hearing aggregator: Aggregator) async {
    let before = state.withLock { $0.members }
    func known(_ settings: ChannelSettings) -> Member? {
      before.first { $0.settings.name == settings.name && $0.settings.kind == settings.kind }
    }
    for member in before where !channels.contains(where: { known($0)?.sink === member.sink }) {
      await remove(member, hearing: aggregator)
    }
    var members: [Member] = []
    for settings in channels {
      do throws(SystemError) {
        if var member = known(settings) {
          if member.settings != settings {
            member.settings = settings
            try await change(member)
            await aggregator.remind(member.queue)
          }
          members.append(member)
        } else {
          let member = try start(settings)
          await aggregator.add(member.queue)
          members.append(member)
        }
      } catch {
        complaints(of: settings)("cannot start: \(error)")
      }
    }
    state.withLock { [members] in $0.members = members }
  }

  private func remove(_ member: Member, hearing aggregator: Aggregator) async {
    aggregator.bus.remove(member.queue)
    let deadline = MachineClock.uptime + Notifications.leavingTime
    _ = await EventBus([member.queue]).delivered { MachineClock.uptime > deadline }
    let courier = member.sink.courier
    courier.close()
    await wait(for: courier)
    courier.interrupt("the channel was taken out of the settings")
    await wait(for: courier)
    if !courier.hasEnded { state.withLock { $0.leaving.append(courier) } }
  }

  private func change(_ member: Member) async throws(SystemError) {
    let courier = member.sink.courier
    courier.leave()
    await wait(for: courier)
    let (settings, complaints) = (member.settings, complaints(of: member.settings))
    try member.sink.replace { earlier throws(SystemError) in
      try Courier(
        inPlaceOf: earlier, settings.channel(in: place), settings.effectiveSubscription,
        complain: complaints)
    }
  }

  private func wait(for courier: Courier) async {
    let deadline = MachineClock.uptime + Notifications.leavingTime
    while !courier.hasEnded, MachineClock.uptime < deadline {
      do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
    }
  }
}
