#!lua
-- Carries transitions of cases out, each if its record still has the version that it was made from. Many go into one call,
-- because Redis syncs its file once for each turn in which it has read a whole call, and because a command for all of them
-- costs Redis a tenth of one for each: what all need is read first, and what they write to the same place is written last.
-- Loaded twice: as it is for intake, and with flags=allow-oom for what finishes, cancels or erases.
-- KEYS   1 due  2 dead  3 damaged
--        for each: record, (notification, lane) for each new notification, (notification, lane) for each withdrawal,
--        each index that changes, each index that is limited, history if it has lines or erases, outcomes if a record
--        is expected or it erases
--        then the wake keys to ring
-- ARGV   1 number of transitions
--        for each: expected version, 8 hex digits, or "" for no record; next record; "1" to erase; member of due; due ms
--        or ""; numbers of history lines, new notifications, withdrawals, outcomes taken in, index changes, and limits;
--        the lines; (id, lane, body, not before ms) for each new notification; the ids withdrawn; ms, or "" to leave it,
--        for each index that changes; (name, so many other members are too many) for each index that is limited
-- Returns for each: "applied", number of ids in flight, these ids; or "conflict", the stored record ("" if there is none);
--        or "full", the stored record likewise, number of indexes that have no place left, their names
-- Bound  two reads and two writes a transition, two writes a notification, a withdrawal, one an index change, two reads
--        a limit; the caller
--        sends at most 200 entries in all (one transition is never split). A history is cut at 1000 lines.
local call = redis.call
local due, dead, damaged, count = KEYS[1], KEYS[2], KEYS[3], tonumber(ARGV[1])
local answer, said = {}, 0

local function say(word)
  said = said + 1
  answer[said] = word
end

-- Where each transition's keys and arguments begin, and how many lines, new and withdrawn notifications it has.
local first_key, first_arg, record_keys, new_keys = {}, {}, {}, {}
local key, arg = 4, 2
for i = 1, count do
  local lines, new, gone = tonumber(ARGV[arg + 5]), tonumber(ARGV[arg + 6]), tonumber(ARGV[arg + 7])
  local erase = ARGV[arg + 2] == '1'
  first_key[i], first_arg[i], record_keys[i] = key, arg, KEYS[key]
  for n = 1, new do new_keys[#new_keys + 1] = KEYS[key + 2 * n - 1] end
  local changes, limits = tonumber(ARGV[arg + 9]), tonumber(ARGV[arg + 10])
  key = key + 1 + 2 * (new + gone) + changes + limits
  key = key + ((lines > 0 or erase) and 1 or 0) + ((ARGV[arg] ~= '' or erase) and 1 or 0)
  arg = arg + 11 + lines + 4 * new + gone + changes + 2 * limits
end
local found = call('MGET', unpack(record_keys))
local some_exist = #new_keys > 0 and call('EXISTS', unpack(new_keys)) > 0

local made = {}
-- What goes to the same place, until flush(). Of what is to be scheduled: member, score, outcomes (or false).
local records, record_words, queued, waiting, waits = {}, 0, {}, {}, 0

local function queue(set, score, member)
  local entries = queued[set]
  if not entries then
    entries = {}
    queued[set] = entries
  end
  local n = #entries
  entries[n + 1], entries[n + 2] = score, member
end

local function schedule()
  local outcomes, later, earlier, never = {}, {}, {}, {}
  for at = 3, waits, 3 do
    if waiting[at] then outcomes[#outcomes + 1] = waiting[at] end
  end
  local some_left = #outcomes > 0 and call('EXISTS', unpack(outcomes)) > 0
  for at = 3, waits, 3 do
    local member, score = waiting[at - 2], waiting[at - 1]
    local left = some_left and waiting[at] and call('EXISTS', waiting[at]) == 1
    if score ~= '' then
      local to = left and earlier or later
      local n = #to
      to[n + 1], to[n + 2] = score, member
    elseif waiting[at] and not left then
      never[#never + 1] = member
    end
  end
  if #later > 0 then call('ZADD', due, unpack(later)) end
  if #earlier > 0 then call('ZADD', due, 'LT', unpack(earlier)) end
  if #never > 0 then call('ZREM', due, unpack(never)) end
end

local function flush()
  if record_words > 0 then call('MSET', unpack(records)) end
  for set, entries in pairs(queued) do call('ZADD', set, unpack(entries)) end
  schedule()
  records, record_words, queued, waiting, waits = {}, 0, {}, {}, 0
end

local function notify(notification, lane, at)
  if some_exist and call('EXISTS', notification) == 1 then return end
  if not made[notification] then
    made[notification] = true
    call('HSET', notification, 'body', ARGV[at + 2], 'lane', ARGV[at + 1])
    queue(lane, ARGV[at + 3], ARGV[at])
  end
end

local function withdraw(gone, from_key, from_arg)
  local in_flight = {}
  for n = 0, gone - 1 do
    local notification, lane, id = KEYS[from_key + 2 * n], KEYS[from_key + 2 * n + 1], ARGV[from_arg + n]
    local fields = call('HMGET', notification, 'attempts', 'token', 'state')
    if not fields[1] or fields[3] then
      call('DEL', notification)
      call('ZREM', lane, id)
      call('ZREM', dead, id)
    else
      call('HSET', notification, 'stop', '1')
      if not fields[2] then call('ZADD', lane, 'XX', 0, id) end
      in_flight[#in_flight + 1] = id
    end
  end
  say(tostring(#in_flight))
  for _, id in ipairs(in_flight) do say(id) end
end

local function list(changes, member, from_key, from_arg)
  for n = 0, changes - 1 do
    local index, score = KEYS[from_key + n], ARGV[from_arg + n]
    if score ~= '' then queue(index, score, member) else call('ZREM', index, member) end
  end
end

-- Names of the limited indexes in which there are too many others. What waits to be written counts.
local function full_ones(limits, member, from_key, from_arg)
  local full = {}
  if limits > 0 then flush() end
  for n = 0, limits - 1 do
    local index = KEYS[from_key + n]
    local others = call('ZCARD', index) - (call('ZSCORE', index, member) and 1 or 0)
    if others >= tonumber(ARGV[from_arg + 2 * n + 1]) then full[#full + 1] = ARGV[from_arg + 2 * n] end
  end
  return full
end

local seen, any_applied = {}, false
for i = 1, count do
  local k, a = first_key[i], first_arg[i]
  local expected, record, erase, member, score = ARGV[a], ARGV[a + 1], ARGV[a + 2] == '1', ARGV[a + 3], ARGV[a + 4]
  local record_key, known, current = record_keys[i], expected ~= '', found[i]
  if erase or seen[record_key] then
    -- The end of a case, or the same case again: what waits comes first.
    flush()
    some_exist = true
    current = call('GET', record_key)
  end
  seen[record_key] = true
  local lines, new, gone = tonumber(ARGV[a + 5]), tonumber(ARGV[a + 6]), tonumber(ARGV[a + 7])
  local changes, limits, first_new = tonumber(ARGV[a + 9]), tonumber(ARGV[a + 10]), a + 11 + lines
  local first_index, first_change = k + 1 + 2 * (new + gone), first_new + 4 * new + gone
  local as_expected = (current and string.sub(current, 2, 9)) == (known and expected)
  local full = as_expected and full_ones(limits, member, first_index + changes, first_change + changes)
  if not as_expected then
    say('conflict')
    say(current or '')
  elseif #full > 0 then
    say('full')
    say(current or '')
    say(tostring(#full))
    for _, name in ipairs(full) do say(name) end
  else
    any_applied = true
    say('applied')
    local history = first_index + changes + limits
    local outcomes = (lines > 0 or erase) and history + 1 or history
    for n = 0, new - 1 do notify(KEYS[k + 1 + 2 * n], KEYS[k + 2 + 2 * n], first_new + 4 * n) end
    if new > 0 and gone > 0 then flush() end
    if gone > 0 then withdraw(gone, k + 1 + 2 * new, first_new + 4 * new) else say('0') end
    if changes > 0 then list(changes, member, first_index, first_change) end
    if erase then
      call('UNLINK', record_key, KEYS[history], KEYS[outcomes])
      call('ZREM', due, member)
      call('ZREM', damaged, member)
    else
      records[record_words + 1], records[record_words + 2] = record_key, record
      record_words = record_words + 2
      if lines > 0 and call('RPUSH', KEYS[history], unpack(ARGV, a + 11, first_new - 1)) > 1000 then
        call('LTRIM', KEYS[history], -1000, -1)
      end
      if known and ARGV[a + 8] ~= '0' then call('LTRIM', KEYS[outcomes], ARGV[a + 8], -1) end
      waiting[waits + 1], waiting[waits + 2], waiting[waits + 3] = member, score, known and KEYS[outcomes]
      waits = waits + 3
    end
  end
end
flush()
if any_applied then
  for ring = key, #KEYS do call('ZADD', KEYS[ring], 0, '1') end
end
return answer
