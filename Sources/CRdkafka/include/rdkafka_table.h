#pragma once

// What is used of librdkafka, which is loaded only where Kafka is asked for: its declarations, of the
// stable ABI that version 1.7 and later have, and a table of its functions.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct rdk_client rdk_client;
typedef struct rdk_conf rdk_conf;
typedef struct rdk_topic rdk_topic;
typedef struct rdk_queue rdk_queue;
typedef struct rdk_headers rdk_headers;
typedef struct rdk_error rdk_error;
typedef struct rdk_event rdk_event;
typedef struct rdk_new_topic rdk_new_topic;
typedef struct rdk_delete_topic rdk_delete_topic;
typedef struct rdk_admin_options rdk_admin_options;
typedef struct rdk_topics_result rdk_topics_result;
typedef struct rdk_topic_result rdk_topic_result;
typedef struct rdk_config_resource rdk_config_resource;
typedef struct rdk_configs_result rdk_configs_result;
typedef struct rdk_config_entry rdk_config_entry;
typedef struct rdk_mock_cluster rdk_mock_cluster;

// A record that was read, or the report of one that was sent.
typedef struct {
  int err;
  rdk_topic *_Nullable topic;
  int32_t partition;
  void *_Nullable payload;
  size_t len;
  void *_Nullable key;
  size_t key_len;
  int64_t offset;
  void *_Nullable opaque;
} rdk_message;

typedef struct {
  char *_Nullable topic;
  int32_t partition;
  int64_t offset;
  void *_Nullable metadata;
  size_t metadata_size;
  void *_Nullable opaque;
  int err;
  void *_Nullable reserved;
} rdk_partition;

typedef struct {
  int count;
  int size;
  rdk_partition *_Nullable elements;
} rdk_partition_list;

typedef struct {
  int32_t id;
  char *_Nullable host;
  int port;
} rdk_metadata_broker;

typedef struct {
  int32_t id;
  int err;
  int32_t leader;
  int replica_count;
  int32_t *_Nullable replicas;
  int in_sync_count;
  int32_t *_Nullable in_sync;
} rdk_metadata_partition;

typedef struct {
  char *_Nullable name;
  int partition_count;
  rdk_metadata_partition *_Nullable partitions;
  int err;
} rdk_metadata_topic;

typedef struct {
  int broker_count;
  rdk_metadata_broker *_Nullable brokers;
  int topic_count;
  rdk_metadata_topic *_Nullable topics;
  int32_t broker_id;
  char *_Nullable broker_name;
} rdk_metadata;

// An argument of a record that is sent.
enum {
  RDK_ARGUMENT_TOPIC = 2,
  RDK_ARGUMENT_VALUE = 4,
  RDK_ARGUMENT_KEY = 5,
  RDK_ARGUMENT_OPAQUE = 6,
  RDK_ARGUMENT_FLAGS = 7,
  RDK_ARGUMENT_HEADER = 9,
};

typedef struct {
  int kind;
  union {
    rdk_topic *_Nullable topic;
    int flags;
    struct {
      const void *_Nullable bytes;
      size_t count;
    } memory;
    struct {
      const char *_Nullable name;
      const void *_Nullable bytes;
      ssize_t count;
    } header;
    void *_Nullable opaque;
    char reserved[64];
  } value;
} rdk_argument;

enum {
  RDK_PRODUCER = 0,
  RDK_CONSUMER = 1,
  RDK_FLAG_COPY = 2,
  RDK_TIME_OF_ARRIVAL = 2,
  RDK_ADMIN_CREATE_TOPICS = 1,
  RDK_ADMIN_DELETE_TOPICS = 2,
  RDK_ADMIN_DESCRIBE_CONFIGS = 5,
  RDK_RESOURCE_TOPIC = 2,
};

static const int64_t RDK_OFFSET_INVALID = -1001;

// Each function that is used: what it returns, its name behind `rd_kafka_`, its arguments.
#define RDK_FUNCTIONS(F)                                                                            \
  F(const char *_Nonnull, version_str, (void))                                                      \
  F(int, version, (void))                                                                           \
  F(const char *_Nonnull, err2str, (int))                                                           \
  F(int, last_error, (void))                                                                        \
  F(rdk_conf *_Nonnull, conf_new, (void))                                                           \
  F(void, conf_destroy, (rdk_conf *_Nonnull))                                                       \
  F(int, conf_set,                                                                                  \
    (rdk_conf *_Nonnull, const char *_Nonnull, const char *_Nonnull, char *_Nullable, size_t))      \
  F(void, conf_set_opaque, (rdk_conf *_Nonnull, void *_Nullable))                                   \
  F(void, conf_set_dr_msg_cb,                                                                       \
    (rdk_conf *_Nonnull,                                                                            \
     void (*_Nonnull)(rdk_client *_Nullable, const rdk_message *_Nonnull, void *_Nullable)))        \
  F(void, conf_set_error_cb,                                                                        \
    (rdk_conf *_Nonnull,                                                                            \
     void (*_Nonnull)(rdk_client *_Nullable, int, const char *_Nullable, void *_Nullable)))         \
  F(void, conf_set_log_cb,                                                                          \
    (rdk_conf *_Nonnull, void (*_Nonnull)(const rdk_client *_Nullable, int, const char *_Nullable,  \
                                          const char *_Nullable)))                                  \
  F(rdk_client *_Nullable, new, (int, rdk_conf *_Nonnull, char *_Nullable, size_t))                 \
  F(void, destroy, (rdk_client *_Nonnull))                                                          \
  F(int, poll, (rdk_client *_Nonnull, int))                                                         \
  F(int, flush, (rdk_client *_Nonnull, int))                                                        \
  F(int, outq_len, (rdk_client *_Nonnull))                                                          \
  F(int, fatal_error, (rdk_client *_Nonnull, char *_Nullable, size_t))                              \
  F(void, conf_set_rebalance_cb,                                                                    \
    (rdk_conf *_Nonnull, void (*_Nonnull)(rdk_client *_Nullable, int,                               \
                                          rdk_partition_list *_Nonnull, void *_Nullable)))          \
  F(int, poll_set_consumer, (rdk_client *_Nonnull))                                                 \
  F(rdk_message *_Nullable, consumer_poll, (rdk_client *_Nonnull, int))                             \
  F(int, subscribe, (rdk_client *_Nonnull, const rdk_partition_list *_Nonnull))                     \
  F(const char *_Nullable, rebalance_protocol, (rdk_client *_Nonnull))                              \
  F(int, assign, (rdk_client *_Nonnull, const rdk_partition_list *_Nullable))                       \
  F(rdk_error *_Nullable, incremental_assign,                                                       \
    (rdk_client *_Nonnull, const rdk_partition_list *_Nonnull))                                     \
  F(rdk_error *_Nullable, incremental_unassign,                                                     \
    (rdk_client *_Nonnull, const rdk_partition_list *_Nonnull))                                     \
  F(int, assignment_lost, (rdk_client *_Nonnull))                                                   \
  F(int, commit, (rdk_client *_Nonnull, const rdk_partition_list *_Nonnull, int))                   \
  F(int, committed, (rdk_client *_Nonnull, rdk_partition_list *_Nonnull, int))                      \
  F(int, pause_partitions, (rdk_client *_Nonnull, rdk_partition_list *_Nonnull))                    \
  F(int, resume_partitions, (rdk_client *_Nonnull, rdk_partition_list *_Nonnull))                   \
  F(int, consumer_close, (rdk_client *_Nonnull))                                                    \
  F(rdk_topic *_Nullable, topic_new,                                                                \
    (rdk_client *_Nonnull, const char *_Nonnull, void *_Nullable))                                  \
  F(void, topic_destroy, (rdk_topic *_Nonnull))                                                     \
  F(rdk_error *_Nullable, produceva, (rdk_client *_Nonnull, const rdk_argument *_Nonnull, size_t))  \
  F(int, error_code, (const rdk_error *_Nonnull))                                                   \
  F(const char *_Nonnull, error_string, (const rdk_error *_Nonnull))                                \
  F(void, error_destroy, (rdk_error *_Nonnull))                                                     \
  F(int, metadata,                                                                                  \
    (rdk_client *_Nonnull, int, rdk_topic *_Nullable, const rdk_metadata *_Nullable *_Nonnull, int)) \
  F(void, metadata_destroy, (const rdk_metadata *_Nonnull))                                         \
  F(rdk_queue *_Nonnull, queue_new, (rdk_client *_Nonnull))                                         \
  F(rdk_queue *_Nonnull, queue_get_main, (rdk_client *_Nonnull))                                    \
  F(void, queue_destroy, (rdk_queue *_Nonnull))                                                     \
  F(void, queue_io_event_enable, (rdk_queue *_Nonnull, int, const void *_Nullable, size_t))         \
  F(rdk_event *_Nullable, queue_poll, (rdk_queue *_Nonnull, int))                                   \
  F(int, consume_start_queue,                                                                       \
    (rdk_topic *_Nonnull, int32_t, int64_t, rdk_queue *_Nonnull))                                   \
  F(int, consume_stop, (rdk_topic *_Nonnull, int32_t))                                              \
  F(ssize_t, consume_batch_queue,                                                                   \
    (rdk_queue *_Nonnull, int, rdk_message *_Nullable *_Nonnull, size_t))                           \
  F(void, message_destroy, (rdk_message *_Nonnull))                                                 \
  F(int, message_headers,                                                                           \
    (const rdk_message *_Nonnull, rdk_headers *_Nullable *_Nonnull))                                \
  F(int64_t, message_timestamp, (const rdk_message *_Nonnull, int *_Nullable))                      \
  F(int, header_get_last,                                                                           \
    (const rdk_headers *_Nonnull, const char *_Nonnull, const void *_Nullable *_Nonnull,            \
     size_t *_Nonnull))                                                                             \
  F(rdk_partition_list *_Nonnull, topic_partition_list_new, (int))                                  \
  F(void, topic_partition_list_destroy, (rdk_partition_list *_Nonnull))                             \
  F(rdk_partition *_Nonnull, topic_partition_list_add,                                              \
    (rdk_partition_list *_Nonnull, const char *_Nonnull, int32_t))                                  \
  F(int, offsets_for_times, (rdk_client *_Nonnull, rdk_partition_list *_Nonnull, int))              \
  F(int, query_watermark_offsets,                                                                   \
    (rdk_client *_Nonnull, const char *_Nonnull, int32_t, int64_t *_Nonnull, int64_t *_Nonnull,     \
     int))                                                                                          \
  F(int, get_watermark_offsets,                                                                     \
    (rdk_client *_Nonnull, const char *_Nonnull, int32_t, int64_t *_Nonnull, int64_t *_Nonnull))    \
  F(int, event_error, (rdk_event *_Nonnull))                                                        \
  F(const char *_Nullable, event_error_string, (rdk_event *_Nonnull))                               \
  F(void, event_destroy, (rdk_event *_Nonnull))                                                     \
  F(rdk_admin_options *_Nonnull, AdminOptions_new, (rdk_client *_Nonnull, int))                     \
  F(void, AdminOptions_destroy, (rdk_admin_options *_Nonnull))                                      \
  F(int, AdminOptions_set_request_timeout,                                                          \
    (rdk_admin_options *_Nonnull, int, char *_Nullable, size_t))                                    \
  F(int, AdminOptions_set_operation_timeout,                                                        \
    (rdk_admin_options *_Nonnull, int, char *_Nullable, size_t))                                    \
  F(rdk_new_topic *_Nullable, NewTopic_new,                                                         \
    (const char *_Nonnull, int, int, char *_Nullable, size_t))                                      \
  F(void, NewTopic_destroy, (rdk_new_topic *_Nonnull))                                              \
  F(int, NewTopic_set_config,                                                                       \
    (rdk_new_topic *_Nonnull, const char *_Nonnull, const char *_Nonnull))                          \
  F(void, CreateTopics,                                                                             \
    (rdk_client *_Nonnull, rdk_new_topic *_Nullable *_Nonnull, size_t,                              \
     const rdk_admin_options *_Nullable, rdk_queue *_Nonnull))                                      \
  F(const rdk_topics_result *_Nullable, event_CreateTopics_result, (rdk_event *_Nonnull))           \
  F(const rdk_topic_result *_Nonnull *_Nonnull, CreateTopics_result_topics,                         \
    (const rdk_topics_result *_Nonnull, size_t *_Nonnull))                                          \
  F(rdk_delete_topic *_Nonnull, DeleteTopic_new, (const char *_Nonnull))                            \
  F(void, DeleteTopic_destroy, (rdk_delete_topic *_Nonnull))                                        \
  F(void, DeleteTopics,                                                                             \
    (rdk_client *_Nonnull, rdk_delete_topic *_Nullable *_Nonnull, size_t,                           \
     const rdk_admin_options *_Nullable, rdk_queue *_Nonnull))                                      \
  F(const rdk_topics_result *_Nullable, event_DeleteTopics_result, (rdk_event *_Nonnull))           \
  F(const rdk_topic_result *_Nonnull *_Nonnull, DeleteTopics_result_topics,                         \
    (const rdk_topics_result *_Nonnull, size_t *_Nonnull))                                          \
  F(int, topic_result_error, (const rdk_topic_result *_Nonnull))                                    \
  F(const char *_Nullable, topic_result_error_string, (const rdk_topic_result *_Nonnull))           \
  F(rdk_config_resource *_Nullable, ConfigResource_new, (int, const char *_Nonnull))                \
  F(void, ConfigResource_destroy, (rdk_config_resource *_Nonnull))                                  \
  F(void, DescribeConfigs,                                                                          \
    (rdk_client *_Nonnull, rdk_config_resource *_Nullable *_Nonnull, size_t,                        \
     const rdk_admin_options *_Nullable, rdk_queue *_Nonnull))                                      \
  F(const rdk_configs_result *_Nullable, event_DescribeConfigs_result, (rdk_event *_Nonnull))       \
  F(const rdk_config_resource *_Nonnull *_Nonnull, DescribeConfigs_result_resources,                \
    (const rdk_configs_result *_Nonnull, size_t *_Nonnull))                                         \
  F(const rdk_config_entry *_Nonnull *_Nonnull, ConfigResource_configs,                             \
    (const rdk_config_resource *_Nonnull, size_t *_Nonnull))                                        \
  F(int, ConfigResource_error, (const rdk_config_resource *_Nonnull))                               \
  F(const char *_Nullable, ConfigResource_error_string, (const rdk_config_resource *_Nonnull))      \
  F(const char *_Nonnull, ConfigEntry_name, (const rdk_config_entry *_Nonnull))                     \
  F(const char *_Nullable, ConfigEntry_value, (const rdk_config_entry *_Nonnull))                   \
  F(int, assignment, (rdk_client *_Nonnull, rdk_partition_list *_Nullable *_Nonnull))               \
  F(char *_Nullable, clusterid, (rdk_client *_Nonnull, int))                                        \
  F(void, mem_free, (rdk_client *_Nullable, void *_Nonnull))                                        \
  F(rdk_error *_Nullable, init_transactions, (rdk_client *_Nonnull, int))                           \
  F(rdk_error *_Nullable, begin_transaction, (rdk_client *_Nonnull))                                \
  F(rdk_error *_Nullable, commit_transaction, (rdk_client *_Nonnull, int))                          \
  F(rdk_error *_Nullable, abort_transaction, (rdk_client *_Nonnull, int))                           \
  F(int, error_is_fatal, (const rdk_error *_Nonnull))                                               \
  F(int, error_is_retriable, (const rdk_error *_Nonnull))                                           \
  F(int, error_txn_requires_abort, (const rdk_error *_Nonnull))                                     \
  F(rdk_mock_cluster *_Nullable, mock_cluster_new, (rdk_client *_Nonnull, int))                     \
  F(void, mock_cluster_destroy, (rdk_mock_cluster *_Nonnull))                                       \
  F(const char *_Nonnull, mock_cluster_bootstraps, (const rdk_mock_cluster *_Nonnull))              \
  F(int, mock_topic_create, (rdk_mock_cluster *_Nonnull, const char *_Nonnull, int, int))           \
  F(int, mock_broker_set_down, (rdk_mock_cluster *_Nonnull, int32_t))                               \
  F(int, mock_broker_set_up, (rdk_mock_cluster *_Nonnull, int32_t))                                 \
  F(int, mock_broker_set_rtt, (rdk_mock_cluster *_Nonnull, int32_t, int))                           \
  F(int, mock_partition_set_leader,                                                                 \
    (rdk_mock_cluster *_Nonnull, const char *_Nonnull, int32_t, int32_t))                           \
  F(void, mock_push_request_errors_array,                                                           \
    (rdk_mock_cluster *_Nonnull, int16_t, size_t, const int *_Nonnull))

typedef struct {
#define RDK_FIELD(result, name, arguments) result (*_Nonnull name) arguments;
  RDK_FUNCTIONS(RDK_FIELD)
#undef RDK_FIELD
} rdk_table;

// Loads the library, once for all; NULL where that cannot be done, with the loader's reason, which may be
// NULL itself. For one thread at a time.
const rdk_table *_Nullable rdk_load(const char *_Nullable *_Nonnull reason);

// Gives a place in a list a copy of some bytes as its metadata, which goes with the list.
void rdk_set_metadata(rdk_partition *_Nonnull place, const void *_Nullable bytes, size_t count);
