"""Questions about the codes that a job made."""

OF_JOB = """
    SELECT coupon.id, coupon.code, template.code AS template, coupon.valid_from, coupon.valid_until
    FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    WHERE coupon.job_id = $1 AND coupon.member_id IS NULL AND ($2::uuid IS NULL OR coupon.id > $2)
    ORDER BY coupon.id LIMIT $3
"""
IS_MADE = "SELECT EXISTS (SELECT FROM job WHERE id = $1 AND kind = 'coupons.generate' AND result_url IS NOT NULL)"
