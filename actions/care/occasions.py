"""What begins a series, as questions that give members, occasions (each counts once) and moments."""

from rules.care import CareTrigger

OCCASIONS = {
    CareTrigger.FIRST_ORDER: """
        SELECT DISTINCT f.member_id, 'first', f.first_order_at FROM orders o
        JOIN member_metrics f ON f.member_id = o.member_id AND f.first_order_at >= {since}
        WHERE o.at >= {since} AND o.at <= {at} AND f.first_order_at <= {at}
          AND o.status NOT IN ('CANCELLED', 'RETURNED')
    """,
    CareTrigger.ORDER_ABOVE: """
        SELECT o.member_id, o.id::text, o.at FROM orders o
        WHERE o.at >= {since} AND o.at <= {at} AND o.member_id IS NOT NULL
          AND o.status NOT IN ('CANCELLED', 'RETURNED') AND o.total > ({facts} ->> 'amount')::bigint
    """,
    CareTrigger.BIRTHDAY: """
        SELECT b.id, extract(year FROM day.kept)::text, day.kept::timestamp AT TIME ZONE 'UTC'
        FROM jsonb_to_recordset({facts} -> 'days') AS day (mark int, kept date)
        JOIN member b ON extract(month FROM b.birthday) * 100 + extract(day FROM b.birthday) = day.mark
        WHERE day.kept >= {since}::date
    """,
    CareTrigger.COMPLAINT_RESOLVED: """
        SELECT t.member_id, t.number, t.resolved_at FROM ticket t
        LEFT JOIN dictionary_item d ON d.id = t.category_id
        WHERE t.updated_at >= {since} AND t.resolved_at >= {since} AND t.resolved_at <= {at}
          AND t.status IN ('RESOLVED', 'CLOSED') AND t.member_id IS NOT NULL
          AND ({facts} -> 'categories' = '[]' OR {facts} -> 'categories' ? d.code)
    """,
    CareTrigger.NO_ORDER: """
        SELECT f.member_id, 'since ' || f.last_order_at::date, {at} FROM member_metrics f
        WHERE coalesce(f.last_order_at, '-infinity') <= {at} - make_interval(days => ({facts} ->> 'silence')::int)
          AND coalesce(f.last_order_at, '-infinity') > {at} - make_interval(days => ({facts} ->> 'silence')::int + 30)
    """,
    CareTrigger.JOINED: """
        SELECT j.id, 'joined', j.joined_at FROM member j WHERE j.joined_at >= {since} AND j.joined_at <= {at}
    """,
    CareTrigger.TIER_REACHED: """
        SELECT c.member_id, c.id::text, c.at FROM tier_change c JOIN tier reached ON reached.id = c.to_tier_id
        LEFT JOIN tier before ON before.id = c.from_tier_id
        WHERE c.at >= {since} AND c.at <= {at} AND reached.rank > coalesce(before.rank, -1)
          AND ({facts} ->> 'tier' IS NULL OR reached.id = ({facts} ->> 'tier')::uuid)
    """,
}
"""A member who bought nothing begins a win-back within 30 days after the silence became so long, not years later."""
