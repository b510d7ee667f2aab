import Alerting
import Notifying
import Pipeline
import System

/// The channels that are told of alerts, a thread each.
struct Notifications: Sendable {
  let book = DeliveryBook()
  private let couriers: [Courier]

  /// How long a channel that is interrupted at the end may take.
  private static let interruptedTime = Duration.seconds(3)

  /// Starts the channels; `complain` is called where one of them cannot tell, and not again before it
  /// has told something.
  init(
    _ options: Options, place: ChannelPlace, complain: @escaping @Sendable (String) -> Void
  ) throws(SystemError) {
    let origin = ([MachineName.current] + options.files).joined(separator: "\n")
    var couriers: [Courier] = []
    for settings in options.channels {
      let name = settings.name
      let spool = Notifications.spool(of: settings, options) { complain("\(name): \($0)") }
      couriers.append(
        try Courier(
          name, settings.channel(in: place), settings.effectiveSubscription,
          origin: origin,
          tellsHistory: options.reading == .replay, spool: spool, book: book
        ) { complain("\(name): \($0)") })
    }
    self.couriers = couriers
  }

  /// The queue of a channel beside the state; `nil` if nothing is to be kept, or can be.
  private static func spool(
    of settings: ChannelSettings, _ options: Options, complain: (String) -> Void
  ) -> Spool? {
    guard let path = options.stateFile.flatMap({ settings.queue(beside: $0) }) else { return nil }
    do throws(Spool.Mistake) {
      return try Spool(path)
    } catch {
      complain("\(error)")
      return nil
    }
  }

  /// The queues that hand the channels what happens; a slow channel holds up nothing.
  var queues: [SinkQueue] {
    get throws(SystemError) {
      var queues: [SinkQueue] = []
      for courier in couriers {
        queues.append(try SinkQueue(CourierSink(courier: courier), whenSlow: .dropOldest))
      }
      return queues
    }
  }

  /// Lets the channels tell what they have yet to tell, once each; interrupts them when that is overdue.
  func end(orUntil isOverdue: @Sendable () -> Bool) async {
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

/// Hands a channel the alerts of the bus.
private struct CourierSink: EventSink {
  let courier: Courier

  func wants(_ event: TrafficEvent) -> Bool {
    switch event {
    case .alert, .caughtUp, .rulesEnded, .silenced, .released, .resumed: true
    case .interval, .silence, .summary, .source: false
    }
  }

  func take(_ events: [TrafficEvent]) {
    var transitions: [AlertTransition] = []
    for event in events {
      switch event {
      case .alert(let transition), .released(let transition): transitions.append(transition)
      case .resumed(let underWay):
        courier.take(transitions)
        transitions = []
        courier.resume(underWay)
      case .silenced(let rule, let seconds):
        courier.take(transitions)
        transitions = []
        courier.silence(rule, for: .seconds(seconds))
      case .caughtUp:
        courier.take(transitions)
        transitions = []
        courier.catchUp()
      case .rulesEnded(let rules):
        courier.take(transitions)
        transitions = []
        courier.forget(rules)
      case .interval, .silence, .summary, .source: break
      }
    }
    courier.take(transitions)
  }
}

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
