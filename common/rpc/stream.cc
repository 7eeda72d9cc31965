#include "common/rpc/stream.h"

#include "common/rpc/bytes.h"

namespace opora::rpc {

class StreamWriter::Reactor : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit Reactor(StreamWriter* owner) : owner_(owner) {}
  void OnWriteDone(bool ok) override { owner_->Written(ok); }
  void OnCancel() override { owner_->Cancelled(); }
  void OnDone() override {
    StreamWriter* owner = owner_;
    delete this;
    owner->Done();
  }

 private:
  StreamWriter* owner_;
};

StreamWriter::StreamWriter(std::size_t limit) : limit_(limit), reactor_(new Reactor(this)) {}

StreamWriter::~StreamWriter() = default;

std::shared_ptr<StreamWriter> StreamWriter::Create(std::size_t limit) {
  std::shared_ptr<StreamWriter> writer(new StreamWriter(limit));
  absl::MutexLock lock(&writer->mutex_);
  writer->self_ = writer;
  return writer;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamWriter::reactor() {
  absl::MutexLock lock(&mutex_);
  return reactor_;
}

bool StreamWriter::Send(std::string message) {
  absl::MutexLock lock(&mutex_);
  if (closing_ || finished_ || queue_.size() >= limit_) return false;
  queue_.push_back(ToBuffer(message));
  if (!writing_) WriteNext();
  return true;
}

void StreamWriter::Close(grpc::Status status) {
  absl::MutexLock lock(&mutex_);
  if (closing_ || finished_) return;
  closing_ = true;
  status_ = std::move(status);
  if (!writing_) WriteNext();
}

bool StreamWriter::closed() const {
  absl::MutexLock lock(&mutex_);
  return closing_ || finished_;
}

std::size_t StreamWriter::waiting() const {
  absl::MutexLock lock(&mutex_);
  return queue_.size();
}

void StreamWriter::OnEnd(std::function<void()> callback) {
  absl::MutexLock lock(&mutex_);
  on_end_ = std::move(callback);
}

// Finish is illegal while a write is outstanding, and an error status may overtake queued messages:
// so the end comes only after the last write is done.
void StreamWriter::WriteNext() {
  if (finished_ || reactor_ == nullptr) return;
  if (!queue_.empty()) {
    writing_ = true;
    reactor_->StartWrite(&queue_.front());
    return;
  }
  if (closing_) {
    finished_ = true;
    reactor_->Finish(status_);
  }
}

void StreamWriter::Written(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  if (!queue_.empty()) queue_.pop_front();
  if (!ok) {
    queue_.clear();
    closing_ = true;
  }
  WriteNext();
}

void StreamWriter::Cancelled() {
  absl::MutexLock lock(&mutex_);
  if (closing_) return;
  closing_ = true;
  status_ = grpc::Status::CANCELLED;
  // The message being written must stay alive until OnWriteDone.
  while (queue_.size() > (writing_ ? 1u : 0u)) queue_.pop_back();
  if (!writing_) WriteNext();
}

void StreamWriter::Done() {
  std::shared_ptr<StreamWriter> self;
  std::function<void()> on_end;
  {
    absl::MutexLock lock(&mutex_);
    finished_ = true;
    reactor_ = nullptr;
    self = std::move(self_);
    on_end = std::move(on_end_);
  }
  if (on_end) on_end();
}

}  // namespace opora::rpc
