#include "core/flow/shelving.h"

#include <algorithm>

namespace followup {

namespace {

/// So much is hashed a step: about three milliseconds.
constexpr std::size_t hashed_a_step = std::size_t{1} << 20U;
/// Pieces on the way at a time: enough that the store's disk is not waited for after each.
constexpr std::size_t pieces_at_once = 4;

}  // namespace

void Shelving::want_frame(const std::string& tenant, int frame, Millis life) {
  const auto number = static_cast<std::size_t>(frame);
  for (auto& job : jobs_) {
    if (job.tenant != tenant || job.frame != number) continue;
    job.life = std::max(job.life, life);
    return;
  }
  jobs_.push_back({.tenant = tenant,
                   .frame = number,
                   .text = {},
                   .content = {},
                   .life = life,
                   .step = Step::hashing});
}

void Shelving::want_text(const std::string& tenant, const std::string& content, std::string text,
                         Millis life) {
  for (auto& job : jobs_) {
    if (job.tenant != tenant || !job.text || job.content != content) continue;
    job.life = std::max(job.life, life);
    return;
  }
  jobs_.push_back({.tenant = tenant,
                   .frame = std::nullopt,
                   .text = std::move(text),
                   .content = content,
                   .life = life});
}

void Shelving::want_content(const std::string& tenant, const std::string& content, Millis life) {
  for (auto& job : jobs_) {
    if (job.tenant != tenant || job.frame || job.text || job.content != content) continue;
    job.life = std::max(job.life, life);
    return;
  }
  jobs_.push_back({.tenant = tenant,
                   .frame = std::nullopt,
                   .text = std::nullopt,
                   .content = content,
                   .life = life});
}

std::optional<std::string_view> Shelving::bytes_of(const Job& job) const {
  if (job.text) return *job.text;
  if (job.frame) return frames_[*job.frame];
  return std::nullopt;
}

bool Shelving::advance(Blobs& blobs) {
  while (at_ < jobs_.size()) {
    Job& job = jobs_[at_];
    if (job.step == Step::done) {
      ++at_;
      continue;
    }
    const Step before = job.step;
    const bool moved = step(job, blobs);
    if (failure_ && job.step == Step::done) return true;
    // One stretch of hashing a turn: others have work to do, too.
    if (!moved || (before == Step::hashing && job.step == Step::hashing)) return false;
  }
  return true;
}

bool Shelving::hurried() const {
  return at_ < jobs_.size() && jobs_[at_].step == Step::hashing;
}

/// True: there may be more to do at once.
bool Shelving::step(Job& job, Blobs& blobs) {
  switch (job.step) {
    case Step::hashing:
      return hash(job);
    case Step::looking:
      return look(job, blobs);
    case Step::writing:
      return write(job, blobs);
    case Step::finishing:
      return finish(job, blobs);
    case Step::dropping:
      return drop(job, blobs);
    case Step::done:
      break;
  }
  return true;
}

bool Shelving::hash(Job& job) {
  const std::string_view bytes = frames_[*job.frame];
  auto& known = hashes_[*job.frame];
  if (known.empty()) {
    const auto piece = bytes.substr(hashed_, hashed_a_step);
    hash_.add(piece);
    hashed_ += piece.size();
    if (hashed_ < bytes.size()) return true;
    known = hash_.finish();
    hash_ = Sha256();
    hashed_ = 0;
  }
  job.content = known;
  job.step = Step::looking;
  return true;
}

bool Shelving::look(Job& job, Blobs& blobs) {
  if (tickets_.empty()) tickets_.push_back(blobs.find(job.tenant, job.content, job.life));
  const auto answer = take(blobs);
  if (failure_) return true;
  if (!answer) return false;
  if (answer->there || !bytes_of(job)) {
    job.kept = {answer->there, job.content, answer->size};
    job.step = Step::done;
    return true;
  }
  part_ = random_id();
  written_ = 0;
  job.step = Step::writing;
  return true;
}

bool Shelving::write(Job& job, Blobs& blobs) {
  const std::string_view bytes = *bytes_of(job);
  const auto more = [&] { return written_ < bytes.size() || (bytes.empty() && tickets_.empty()); };
  while (more() && tickets_.size() < pieces_at_once) {
    const auto piece = bytes.substr(written_, blob_piece);
    tickets_.push_back(blobs.append(job.tenant, part_, written_, piece));
    written_ += piece.size();
    if (bytes.empty()) break;
  }
  if (!take(blobs)) return failure_.has_value();
  if (tickets_.empty() && written_ == bytes.size()) job.step = Step::finishing;
  return true;
}

bool Shelving::finish(Job& job, Blobs& blobs) {
  const std::uint64_t size = bytes_of(job)->size();
  if (tickets_.empty())
    tickets_.push_back(blobs.finish(job.tenant, part_, job.content, size, job.life));
  if (!take(blobs)) return failure_.has_value();
  job.kept = {true, job.content, size};
  part_.clear();
  job.step = Step::done;
  return true;
}

/// After a failure: what is still on the way is waited for, and a part that was begun is forgotten.
bool Shelving::drop(Job& job, Blobs& blobs) {
  while (!tickets_.empty()) {
    const auto answer = blobs.poll(tickets_.front());
    if (!answer) return false;
    tickets_.pop_front();
  }
  if (part_.empty()) {
    job.step = Step::done;
    return true;
  }
  tickets_.push_back(blobs.drop(job.tenant, std::exchange(part_, {})));
  return true;
}

std::optional<BlobAnswer> Shelving::take(Blobs& blobs) {
  auto answer = blobs.poll(tickets_.front());
  if (!answer) return std::nullopt;
  tickets_.pop_front();
  if (!*answer) {
    fail(answer->error());
    return std::nullopt;
  }
  return std::move(**answer);
}

void Shelving::fail(Error error) {
  // A part that went away or has grown is nobody's mistake that an answer would mend.
  if (error.code == Code::conflict) error.code = Code::unavailable;
  failure_ = std::move(error);
  jobs_[at_].step = Step::dropping;
}

void Shelving::restart() {
  failure_.reset();
  for (auto& job : jobs_)
    job.step = job.frame && job.content.empty() ? Step::hashing : Step::looking;
  at_ = 0;
}

Shelving::Kept Shelving::frame(const std::string& tenant, int frame) const {
  const auto found = std::ranges::find_if(jobs_, [&](const Job& job) {
    return job.tenant == tenant && job.frame == static_cast<std::size_t>(frame);
  });
  return found == jobs_.end() ? Kept{} : found->kept;
}

Shelving::Kept Shelving::content(const std::string& tenant, const std::string& content) const {
  const auto found = std::ranges::find_if(jobs_, [&](const Job& job) {
    return job.tenant == tenant && !job.frame && !job.text && job.content == content;
  });
  return found == jobs_.end() ? Kept{} : found->kept;
}

}  // namespace followup
