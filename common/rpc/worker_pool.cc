#include "common/rpc/worker_pool.h"

namespace opora::rpc {

WorkerPool::WorkerPool(const std::string& conninfo, int workers, std::size_t queue_limit)
    : conninfo_(conninfo), queue_limit_(queue_limit) {
  for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::Submit(Job job) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || queue_.size() >= queue_limit_) return false;
  queue_.push_back(std::move(job));
  return true;
}

void WorkerPool::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t WorkerPool::queue_length() const {
  absl::MutexLock lock(&mutex_);
  return queue_.size();
}

int WorkerPool::busy() const {
  absl::MutexLock lock(&mutex_);
  return busy_;
}

void WorkerPool::Run() {
  db::Session session(conninfo_);
  for (;;) {
    Job job;
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return !queue_.empty() || stopping_;
      };
      mutex_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;
      job = std::move(queue_.front());
      queue_.pop_front();
      ++busy_;
    }
    job(session);
    absl::MutexLock lock(&mutex_);
    --busy_;
  }
}

}  // namespace opora::rpc
