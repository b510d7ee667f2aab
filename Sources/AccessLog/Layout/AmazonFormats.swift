/// What Amazon's load balancers and S3 write (AWS documentation, "Access logs for your Application
/// Load Balancer", "Access logs for your Classic Load Balancer", "Amazon S3 server access log format").
extension LogFormat {
  static let alb = LogFormat(
    name: "alb",
    layout:
      #"type time load-balancer client:port target:port 3 durations status … received sent "request" "agent" …"#,
    [
      .skip("https"), " ", .time(.iso8601), " ", .skip("app/shop/50dc6c495c0c9188"), " ", .client,
      " ", .skip("10.0.0.1:80"), " ", .duration(.seconds), " ", .duration(.seconds), " ",
      .duration(.seconds), " ", .status, " ", .skip("200"), " ", .skip("34"), " ", .bytes, " \"",
      .request, "\" \"", .agent, "\" ", .skip("ECDHE-RSA-AES128-GCM-SHA256"), .rest,
    ], [.absoluteTargets, .clientHasPort, .statusMayBeMissing])

  static let elb = LogFormat(
    name: "elb",
    layout:
      #"time load-balancer client:port backend:port 3 durations status … received sent "request" "agent" …"#,
    [
      .time(.iso8601), " ", .skip("shop"), " ", .client, " ", .skip("10.0.0.1:80"), " ",
      .duration(.seconds), " ", .duration(.seconds), " ", .duration(.seconds), " ", .status, " ",
      .skip("200"), " ", .skip("0"), " ", .bytes, " \"", .request, "\" \"", .agent, "\" ",
      .skip("-"), .rest,
    ], [.absoluteTargets, .clientHasPort, .statusMayBeMissing])

  static let s3 = LogFormat(
    name: "s3",
    layout:
      #"owner bucket [time] client requester id operation key "request" status error sent size ms ms "referrer" "agent" …"#,
    [
      .skip("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"), " ", .host, " [",
      .time(.clf), "] ", .client, " ", .user, " ", .skip("3E57427F3EXAMPLE"), " ",
      .skip("REST.GET.OBJECT"), " ", .skip("photo.jpg"), " \"", .request, "\" ", .status, " ",
      .skip("-"), " ", .bytes, " ", .skip("-"), " ", .duration(.milliseconds), " ", .skip("-"),
      " \"", .referrer, "\" \"", .agent, "\" ", .skip("-"), .rest,
    ], [.statusMayBeMissing])
}
