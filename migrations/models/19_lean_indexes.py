from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Indexes of references that most rows of busy tables lack hold only the rows that have them."""
    return """
        DROP INDEX idx_ledger_entr_order_l_afdd3b, idx_ledger_entr_reverse_0a0cb6,
            idx_ledger_tran_campaig_307141, idx_ledger_tran_earning_8b017e, idx_ledger_tran_order_i_d8c051,
            idx_ledger_tran_reverse_de22b0, idx_ledger_tran_ticket__a437ff, idx_wallet_entr_reverse_1dbdaa,
            idx_orders_custome_cc3c7e, orders_external_reference, idx_audit_event_actor_s_fb5990, coupon_campaign;
        CREATE INDEX ledger_entry_order_line ON ledger_entry (order_line_id) WHERE order_line_id IS NOT NULL;
        CREATE INDEX ledger_transaction_campaign ON ledger_transaction (campaign_id) WHERE campaign_id IS NOT NULL;
        CREATE INDEX ledger_transaction_rule ON ledger_transaction (earning_rule_id) WHERE earning_rule_id IS NOT NULL;
        CREATE INDEX ledger_transaction_order ON ledger_transaction (order_id) WHERE order_id IS NOT NULL;
        CREATE INDEX ledger_transaction_reverses ON ledger_transaction (reverses_id) WHERE reverses_id IS NOT NULL;
        CREATE INDEX ledger_transaction_ticket ON ledger_transaction (ticket_id) WHERE ticket_id IS NOT NULL;
        CREATE INDEX orders_customer ON orders (customer_id, at) WHERE customer_id IS NOT NULL;
        CREATE UNIQUE INDEX orders_external_reference ON orders (external_reference)
            WHERE external_reference IS NOT NULL;
        CREATE INDEX audit_event_staff ON audit_event (actor_staff_id) WHERE actor_staff_id IS NOT NULL;
        CREATE INDEX coupon_campaign ON coupon (campaign_id, issued_at, id) WHERE campaign_id IS NOT NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX ledger_entry_order_line, ledger_transaction_campaign, ledger_transaction_rule,
            ledger_transaction_order, ledger_transaction_reverses, ledger_transaction_ticket, orders_customer,
            orders_external_reference, audit_event_staff, coupon_campaign;
        CREATE INDEX idx_ledger_entr_order_l_afdd3b ON ledger_entry (order_line_id);
        CREATE INDEX idx_ledger_entr_reverse_0a0cb6 ON ledger_entry (reverses_id);
        CREATE INDEX idx_ledger_tran_campaig_307141 ON ledger_transaction (campaign_id);
        CREATE INDEX idx_ledger_tran_earning_8b017e ON ledger_transaction (earning_rule_id);
        CREATE INDEX idx_ledger_tran_order_i_d8c051 ON ledger_transaction (order_id);
        CREATE INDEX idx_ledger_tran_reverse_de22b0 ON ledger_transaction (reverses_id);
        CREATE INDEX idx_ledger_tran_ticket__a437ff ON ledger_transaction (ticket_id);
        CREATE INDEX idx_wallet_entr_reverse_1dbdaa ON wallet_entry (reverses_id);
        CREATE INDEX idx_orders_custome_cc3c7e ON orders (customer_id, at);
        CREATE UNIQUE INDEX orders_external_reference ON orders (external_reference);
        CREATE INDEX idx_audit_event_actor_s_fb5990 ON audit_event (actor_staff_id);
        CREATE INDEX coupon_campaign ON coupon (campaign_id, issued_at, id);
    """
