-- One row is one accepted export file with what became of its rows and its most frequent reason of rejection.
-- parameters: none
-- returns: imported_at, source_table, file_name, batch_id, row_count, accepted_count, duplicate_count, rejected_count, accepted_share, top_reason_key, top_reason_count

with reasons as (
    select
        batch_id,
        reason_key,
        count(distinct row_number) as reason_count
    from rejects
    group by batch_id, reason_key
),

ranked as (
    select
        batch_id,
        reason_key,
        reason_count,
        row_number() over (partition by batch_id order by reason_count desc, reason_key) as place
    from reasons
),

counted as (
    select
        imported_at,
        source_table,
        file_name,
        batch_id,
        cast(accepted_count + duplicate_count + rejected_count + waiting_count as bigint) as row_count,
        accepted_count,
        duplicate_count,
        rejected_count
    from batches
)

select
    counted.imported_at,
    counted.source_table,
    counted.file_name,
    counted.batch_id,
    counted.row_count,
    counted.accepted_count,
    counted.duplicate_count,
    counted.rejected_count,
    case
        when counted.row_count > 0
            then cast(counted.accepted_count + counted.duplicate_count as double) / counted.row_count
    end as accepted_share,
    ranked.reason_key as top_reason_key,
    ranked.reason_count as top_reason_count
from counted
left join ranked on ranked.batch_id = counted.batch_id and ranked.place = 1
order by counted.source_table, counted.imported_at, counted.file_name, counted.batch_id
