#!lua flags=allow-oom
-- The fence before attempts: counts each if its notification is still wanted, the lease is still the caller's and the case
-- did not change since the inputs were made. The first attempt's inputs stay. The same token counts once.
-- KEYS   for each: notification, lane, record of the case
-- ARGV   for each: id, token, version of the case (8 hex digits), inputs, end of lease ms
-- Returns for each: "go", attempt, inputs ("" for those that were given); or "changed", "withdrawn" or "lost"
-- Bound  two reads and two writes each; the caller sends at most 100
local call = redis.call
local answer, n = {}, 0
local function say(word)
  n = n + 1
  answer[n] = word
end

local record_keys = {}
for key = 3, #KEYS, 3 do record_keys[#record_keys + 1] = KEYS[key] end
local records = call('MGET', unpack(record_keys))

local leased = {}
for i, record in ipairs(records) do
  local notification, lane = KEYS[3 * i - 2], KEYS[3 * i - 1]
  local id, token, version, inputs, lease_end = unpack(ARGV, 5 * i - 4, 5 * i)
  local fields = call('HMGET', notification, 'body', 'token', 'stop', 'frozen', 'begun', 'attempts')
  local frozen, attempt = fields[4], tonumber(fields[6] or 0)
  if not fields[1] then
    say('withdrawn')
  elseif fields[2] ~= token then
    say('lost')
  elseif fields[3] then
    say('withdrawn')
  elseif not frozen and string.sub(record or '', 2, 9) ~= version then
    say('changed')
  else
    if fields[5] ~= token then attempt = attempt + 1 end
    if frozen then
      call('HSET', notification, 'attempts', attempt, 'begun', token, 'last', '')
    else
      call('HSET', notification, 'attempts', attempt, 'begun', token, 'last', '', 'frozen', inputs)
    end
    local entries = leased[lane] or {}
    leased[lane] = entries
    local at = #entries
    entries[at + 1], entries[at + 2] = lease_end, id
    say('go')
    say(tostring(attempt))
    say(frozen ~= inputs and frozen or '')
  end
end
for lane, entries in pairs(leased) do call('ZADD', lane, 'XX', unpack(entries)) end
return answer
