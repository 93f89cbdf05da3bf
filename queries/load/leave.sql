-- Template: writes rows of a table as a Parquet file; the same rows give the same file.

copy (
    select *
    from {table}
    where {condition}
    order by all
) to '{file}' (format parquet, compression zstd)
