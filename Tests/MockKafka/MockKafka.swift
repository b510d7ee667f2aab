internal import CRdkafka
private import Glibc

/// Brokers of Kafka in memory, for the tests: those of librdkafka's mock cluster.
///
/// Says where they listen, and then does what each line of standard input says, until that ends:
/// `create TOPIC PARTITIONS`, `down BROKER`, `up BROKER`, `delay BROKER MILLISECONDS`,
/// `fail API CODE COUNT`, `leader TOPIC PARTITION BROKER`, where a broker of -1 is none. Each is answered by a
/// line.
@main
enum MockKafka {
  static func main() {
    var reason: UnsafePointer<CChar>?
    guard let calls = unsafe rdk_load(&reason) else { return say("there is no librdkafka") }
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int32($0) } ?? 1
    let conf = unsafe calls.pointee.conf_new()
    guard let client = unsafe calls.pointee.new(Int32(RDK_PRODUCER), conf, nil, 0),
      let cluster = unsafe calls.pointee.mock_cluster_new(client, count)
    else { return say("there are no brokers") }
    say(unsafe String(cString: calls.pointee.mock_cluster_bootstraps(cluster)))
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      let number = words.count > 2 ? Int32(words[2]) ?? 0 : 0
      let broker = words.count > 1 ? Int32(words[1]) ?? 0 : 0
      let code: Int32
      switch words.first {
      case "create": code = unsafe calls.pointee.mock_topic_create(cluster, words[1], number, 1)
      case "down": code = unsafe calls.pointee.mock_broker_set_down(cluster, broker)
      case "up": code = unsafe calls.pointee.mock_broker_set_up(cluster, broker)
      case "delay": code = unsafe calls.pointee.mock_broker_set_rtt(cluster, broker, number)
      case "leader":
        code = unsafe calls.pointee.mock_partition_set_leader(
          cluster, words[1], number, Int32(words.last ?? "") ?? 1)
      case "fail":
        let errors = [Int32](repeating: number, count: Int(words.last ?? "") ?? 1)
        unsafe calls.pointee.mock_push_request_errors_array(
          cluster, Int16(broker), errors.count, errors)
        code = 0
      default: code = -1
      }
      say(code == 0 ? "done" : "failed \(code)")
    }
    unsafe calls.pointee.mock_cluster_destroy(cluster)
    unsafe calls.pointee.destroy(client)
  }

  private static func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
  }
}
