"""What the evidence leaves open, decided by hand, each with its reason."""

from __future__ import annotations

from typing import Final

TYPES: Final = {
    "aws:alb/loadBalancer:LoadBalancer": ("aws_alb", "the module stands for the older name of the same resource"),
    "aws:amp/scraper:Scraper": ("aws_prometheus_scraper", "amp is Amazon Managed Prometheus"),
    "aws:cfg/aggregateAuthorization:AggregateAuthorization": (
        "aws_config_aggregate_authorization",
        "cfg is AWS Config",
    ),
    "aws:directconnect/connection:Connection": ("aws_dx_connection", "dx is Direct Connect"),
    "aws:directconnect/hostedTransitVirtualInterfaceAcceptor:HostedTransitVirtualInterfaceAcceptor": (
        "aws_dx_hosted_transit_virtual_interface_accepter",
        "its siblings are spelled with an e on both sides",
    ),
    "aws:directconnect/linkAggregationGroup:LinkAggregationGroup": ("aws_dx_lag", "LAG: link aggregation group"),
    "aws:lb/loadBalancer:LoadBalancer": ("aws_lb", "the resource has the module's name"),
    "aws:alb/getLoadBalancer:getLoadBalancer": ("aws_alb", "as the resource"),
    "aws:directconnect/getConnection:getConnection": ("aws_dx_connection", "as the resource"),
    "aws:ec2/getDedicatedHost:getDedicatedHost": ("aws_ec2_host", "as the resource"),
    "aws:lb/getLoadBalancer:getLoadBalancer": ("aws_lb", "as the resource"),
    "aws:wafregional/getRateBasedMod:getRateBasedMod": ("aws_wafregional_rate_based_rule", "Mod stands for a rule"),
}
"""By token of a resource or a function: the Terraform type, and why."""

PROPERTIES: Final = {
    "aws:apigateway/basePathMapping:BasePathMapping": {"restApi": ("api_id", "the API that the path leads to")},
    "aws:glue/catalogTable:CatalogTable": {"partitionIndices": ("partition_index", "the plural of index")},
    "aws:glue/getCatalogTable:getCatalogTable": {"partitionIndices": ("partition_index", "the plural of index")},
    "aws:lambda/function:Function": {"code": ("filename", "an archive, which Terraform reads from a file")},
    "aws:lambda/layerVersion:LayerVersion": {"code": ("filename", "an archive, which Terraform reads from a file")},
    "aws:route53/record:Record": {"aliases": ("alias", "the plural of alias")},
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": {
        "routingRules": ("routing_rule", "the blocks"),
        "routingRuleDetails": ("routing_rules", "the same as a JSON text"),
    },
    "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2": {
        "routingRules": ("routing_rule", "the blocks"),
        "routingRuleDetails": ("routing_rules", "the same as a JSON text"),
    },
}
"""By token and property: the attribute, and why."""

NO_NAMES: Final = {
    ("aws_rds_cluster_role_association", "feature_name"): "what the role is for; a later provider can do without it",
}
"""By type and attribute that looks like a name Pulumi makes: why it is none."""

OTHER_NAMES: Final = {
    ("aws_elasticache_cluster", "cluster_id"): "AWS knows the cluster by it",
    ("aws_elasticache_replication_group", "replication_group_id"): "AWS knows the group by it",
}
"""By type and attribute that does not look like a name: why Pulumi makes it."""
